using InfraFabric.State.Contract;

namespace InfraFabric.State.Memory;

/// <summary>A lease and the keys of the records that vanish with it.</summary>
internal sealed class Lease(LeaseId id, LeaseTerms terms, long deadline)
{
    public LeaseId Id { get; } = id;

    public LeaseTerms Terms { get; } = terms;

    /// <summary>The timestamp of the store's clock at which it ends.</summary>
    public long Deadline { get; set; } = deadline;

    /// <summary>
    /// The revision that ended it; 0 while it lives. An ended lease is kept until history forgets it.
    /// </summary>
    public long EndRevision { get; set; }

    public HashSet<string> Keys { get; } = [];
}
