using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;

namespace InfraFabric.Coordinator.Swarms;

/// <summary>What a swarm says of itself when it registers; what is left out gets its default.</summary>
public sealed record SwarmDraft
{
    public required string Name { get; init; }

    public IReadOnlyList<string>? Capabilities { get; init; }

    public int? Capacity { get; init; }

    public double? Weight { get; init; }

    public Money? CostPerHour { get; init; }

    public bool Orchestrator { get; init; }

    public int? SessionTtlS { get; init; }

    internal SwarmProfile ToProfile(CoordinatorOptions options, string actor)
    {
        Require.Within(Capacity ?? 1, 1, CoordinatorLimits.MaxCapacity, "capacity");
        Require.Within(Weight ?? 1, 0.001, 1000, "weight");
        Require.Within(
            SessionTtlS ?? options.SessionTimeToLive.TotalSeconds, CoordinatorLimits.MinSessionTimeToLive.TotalSeconds,
            CoordinatorLimits.MaxSessionTimeToLive.TotalSeconds, "session_ttl_s");
        if (CostPerHour < Money.Zero)
            throw Require.Refused("cost_per_hour_micro_usd", "it must not be negative");
        return new SwarmProfile
        {
            Name = SwarmName.Parse(Name).Text,
            Owner = actor,
            Capabilities = Tasks.Capabilities.Offered(Capabilities, "capabilities") ?? [],
            Capacity = Capacity ?? 1,
            Weight = Weight ?? 1,
            CostPerHour = CostPerHour,
            Orchestrator = Orchestrator,
            SessionTtlS = SessionTtlS ?? (int)options.SessionTimeToLive.TotalSeconds,
        };
    }
}
