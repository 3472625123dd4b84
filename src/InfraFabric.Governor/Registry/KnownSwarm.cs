using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Breakers;
using InfraFabric.Governor.Budgets;

namespace InfraFabric.Governor.Registry;

/// <summary>All that the governor knows of one swarm. Guarded by the lock of its <see cref="RegistryBook"/>.</summary>
internal sealed class KnownSwarm(SwarmName name)
{
    public SwarmName Name { get; } = name;

    public SwarmMark? Profile { get; set; }

    public RegistryRecord? Registry { get; set; }

    public long RegistryRevision { get; set; }

    public SessionMark? Session { get; set; }

    /// <summary>The revision that began the session, which is its name.</summary>
    public long SessionRevision { get; set; }

    public ReputationMark? Reputation { get; set; }

    public BreakerRecord? Breaker { get; set; }

    /// <summary>What it can do, as far as that counts; kept in step by <see cref="CapabilityIndex"/>.</summary>
    public Capability[] Offers { get; set; } = [];

    public string? Tenant => Registry?.Tenant;

    public Money? CostPerHour => Registry?.CostPerHour ?? Profile?.CostPerHour;

    public double ReputationValue => Math.Clamp(Reputation?.Value ?? 1, 0, 1);

    public bool IsProven => Reputation is { Executions: > 0 };

    public bool IsGone => Profile is null && Registry is null && Session is null && Reputation is null
        && Breaker is null;

    /// <summary>The search in which it was last found, and how much of what is required it covers there.</summary>
    public (long Search, int Covered) Found { get; set; }

    /// <summary>The budget of its own.</summary>
    public BudgetId Budget { get; } = BudgetId.Swarm(name);

    /// <summary>What it offers, in words: the registry's, or else its own.</summary>
    public IReadOnlyList<string> OfferedTexts => Registry?.Capabilities ?? Profile?.Capabilities ?? [];

    public bool CanDo(Capability required)
    {
        foreach (var offer in Offers)
        {
            if (offer.Covers(required))
                return true;
        }

        return false;
    }
}
