namespace InfraFabric.Witness;

/// <summary>The bounds of the ledger.</summary>
public static class LedgerLimits
{
    /// <summary>Entries that are made durable at once, so that the first does not wait for all of a crowd.</summary>
    public const int MaxBatch = 1024;

    /// <summary>Appends that may wait before callers are turned away.</summary>
    public const int MaxWaiting = 16 * 1024;

    /// <summary>Entries after which it is kept anew how far the sequences of the actors have come.</summary>
    public const int ActorsSavedEvery = 100_000;

    /// <summary>Entries that are read at once.</summary>
    public const int MaxEntriesRead = 1024;
}
