namespace InfraFabric.State.Contract;

/// <summary>The bounds of the state store, the same for every backend, chosen to fit etcd's defaults.</summary>
public static class StateLimits
{
    /// <summary>Characters in a key or a prefix.</summary>
    public const int MaxKeyLength = 512;

    /// <summary>
    /// Bytes in the value of one record. Larger payloads go to the blob area, their hash into the record.
    /// </summary>
    public const int MaxValueBytes = 128 * 1024;

    /// <summary>Guards of one commit.</summary>
    public const int MaxGuards = 48;

    /// <summary>Writes of one commit.</summary>
    public const int MaxWrites = 48;

    /// <summary>Witness notes of one commit.</summary>
    public const int MaxNotes = 16;

    /// <summary>Bytes of keys, values and notes in one commit.</summary>
    public const int MaxCommitBytes = 1024 * 1024;

    /// <summary>Records in one page of a list.</summary>
    public const int MaxPageSize = 1000;

    /// <summary>Notes in one read of the outbox.</summary>
    public const int MaxNotesRead = 1000;

    /// <summary>Commits that may wait for the writer before callers are turned away.</summary>
    public const int MaxWaitingCommits = 16 * 1024;

    /// <summary>The shortest time to live of a lease.</summary>
    public static readonly TimeSpan MinLeaseTimeToLive = TimeSpan.FromSeconds(1);

    /// <summary>The longest time to live of a lease.</summary>
    public static readonly TimeSpan MaxLeaseTimeToLive = TimeSpan.FromDays(1);
}
