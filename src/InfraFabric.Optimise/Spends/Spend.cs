using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;

namespace InfraFabric.Optimise.Spends;

/// <summary>Something that was spent, with all that is known of it.</summary>
public sealed record Spend
{
    /// <summary>The place of its entry in the ledger.</summary>
    public required long Place { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required Money Cost { get; init; }

    public required TraceToken Trace { get; init; }

    public SpendEnd End { get; init; }

    public string? Task { get; init; }

    /// <summary>The claim under which it was spent.</summary>
    public long? Fence { get; init; }

    public string? Swarm { get; init; }

    public string? Tenant { get; init; }

    /// <summary>The kind of the task; of a spending on no task, what its spender called it.</summary>
    public string? Kind { get; init; }

    /// <summary>What the task requires, sorted, with a space between.</summary>
    public string? Capability { get; init; }

    public string? Model { get; init; }

    /// <summary>The hash of the price by which its cost was found; null where somebody said the sum.</summary>
    public string? PriceBook { get; init; }

    /// <summary>Whether nobody has confirmed that price.</summary>
    public bool Unconfirmed { get; init; }

    public string? ServiceTier { get; init; }

    public bool Batch { get; init; }

    /// <summary>Whether it was spent to help with a task of another.</summary>
    public bool Help { get; init; }

    /// <summary>What was bought, in millionths, in the order of <see cref="SpendQuantities.Names"/>.</summary>
    public IReadOnlyList<long> Quantities { get; init; } = SpendQuantities.None;
}
