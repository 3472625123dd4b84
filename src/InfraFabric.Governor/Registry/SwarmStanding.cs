using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Registry;

/// <summary>What is known of a swarm, as it is shown.</summary>
public sealed record SwarmStanding
{
    public required SwarmName Swarm { get; init; }

    /// <summary>What it can do, as far as that counts.</summary>
    public required IReadOnlyList<string> Capabilities { get; init; }

    public Money? CostPerHour { get; init; }

    public string? Tenant { get; init; }

    public required double Reputation { get; init; }

    /// <summary>How much work the reputation comes from; 0 if it is not proven.</summary>
    public long Executions { get; init; }

    public bool IsAtWork { get; init; }

    public bool IsDraining { get; init; }

    /// <summary>The state of its breaker: <c>closed</c>, <c>open</c> or <c>half_open</c>.</summary>
    public required string Breaker { get; init; }

    /// <summary>What is known of it besides what it says itself, and where that comes from.</summary>
    public RegistryRecord? Registry { get; init; }

    public long Revision { get; init; }

    internal static SwarmStanding Of(KnownSwarm swarm) => new()
    {
        Swarm = swarm.Name,
        Capabilities = [.. swarm.Offers.Select(offer => offer.Text)],
        CostPerHour = swarm.CostPerHour,
        Tenant = swarm.Tenant,
        Reputation = swarm.ReputationValue,
        Executions = swarm.Reputation?.Executions ?? 0,
        IsAtWork = swarm.Session is not null,
        IsDraining = swarm.Profile is { Draining: true },
        Breaker = swarm.Breaker?.State switch
        {
            null => "closed",
            Breakers.BreakerState.Open => "open",
            _ => "half_open",
        },
        Registry = swarm.Registry,
        Revision = swarm.RegistryRevision,
    };
}
