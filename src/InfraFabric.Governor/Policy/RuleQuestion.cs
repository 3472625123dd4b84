using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Policy;

/// <summary>Whether a swarm may do some work, at some cost.</summary>
public readonly record struct RuleQuestion
{
    public RuleQuestion()
    {
    }

    public required string Swarm { get; init; }

    public string? Tenant { get; init; }

    public string? Kind { get; init; }

    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>What it is expected to cost; null where nobody knows, which is not too much.</summary>
    public Money? Cost { get; init; }
}
