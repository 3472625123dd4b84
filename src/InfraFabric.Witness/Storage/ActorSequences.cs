namespace InfraFabric.Witness.Storage;

/// <summary>The last sequence number of each actor, as of a size of the ledger.</summary>
/// <param name="Size">Entries from here on are not counted.</param>
/// <param name="Last">By actor.</param>
public sealed record ActorSequences(long Size, IReadOnlyDictionary<string, long> Last)
{
    public static ActorSequences Empty { get; } = new(0, new Dictionary<string, long>());
}
