using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Budgets;

/// <summary>A budget as it stands. Sums are of its present period.</summary>
public sealed record BudgetBody
{
    /// <summary>What it is of: <c>fabric</c>, <c>swarm/NAME</c> or <c>task/ID</c>.</summary>
    public required string Budget { get; init; }

    /// <summary>What may be spent.</summary>
    [JsonPropertyName("limit_micro_usd")]
    public required Money Limit { get; init; }

    /// <summary>After what time it begins anew: <c>total</c> (never), <c>day</c> or <c>month</c>.</summary>
    public required string Window { get; init; }

    /// <summary>The day or month of UTC that the sums are of.</summary>
    public string? Period { get; init; }

    /// <summary>What was spent.</summary>
    [JsonPropertyName("settled_micro_usd")]
    public Money Settled { get; init; }

    /// <summary>What is kept for spendings that are under way.</summary>
    [JsonPropertyName("reserved_micro_usd")]
    public Money Reserved { get; init; }

    /// <summary>What was spent although nothing was left for it.</summary>
    [JsonPropertyName("overdrawn_micro_usd")]
    public Money Overdrawn { get; init; }

    /// <summary>What can still be reserved.</summary>
    [JsonPropertyName("left_micro_usd")]
    public Money Left { get; init; }

    /// <summary>What was spent in all periods together.</summary>
    [JsonPropertyName("ever_micro_usd")]
    public Money Ever { get; init; }

    /// <summary>The revision that last changed it.</summary>
    public long Revision { get; init; }
}
