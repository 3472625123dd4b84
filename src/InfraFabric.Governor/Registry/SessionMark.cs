namespace InfraFabric.Governor.Registry;

/// <summary>What the governor needs of <c>sessions/{name}</c>: the lease on which a swarm is at work.</summary>
internal sealed record SessionMark
{
    public long Lease { get; init; }
}
