using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Optimise;

/// <summary>What some spendings come to.</summary>
public sealed record CostSumsBody
{
    /// <summary>What was spent.</summary>
    [JsonPropertyName("cost_micro_usd")]
    public required Money Cost { get; init; }

    /// <summary>What was spent in the window of equal length before.</summary>
    [JsonPropertyName("before_micro_usd")]
    public required Money Before { get; init; }

    /// <summary>By which part that is more than before; none where nothing was spent before.</summary>
    public decimal? Trend { get; init; }

    /// <summary>How many spendings there were.</summary>
    public required long Spends { get; init; }

    /// <summary>
    /// What was spent on claims that failed or were lost, and on help with tasks that were not completed.
    /// </summary>
    [JsonPropertyName("wasted_micro_usd")]
    public required Money Wasted { get; init; }

    /// <summary>Which part was wasted, from 0 to 1; none where nothing was spent.</summary>
    public decimal? WasteRate { get; init; }

    /// <summary>What was spent on claims that have not ended.</summary>
    [JsonPropertyName("open_micro_usd")]
    public required Money Open { get; init; }

    /// <summary>What was priced by prices that nobody has confirmed.</summary>
    [JsonPropertyName("unconfirmed_micro_usd")]
    public required Money Unconfirmed { get; init; }

    /// <summary>Tasks that were completed, as far as something was spent on them.</summary>
    public required long Decisions { get; init; }

    /// <summary>What one of them has cost, with all that was spent beside; none where there is none.</summary>
    [JsonPropertyName("per_decision_micro_usd")]
    public Money? PerDecision { get; init; }

    /// <summary>By which part that is more than before; none where no task was completed before.</summary>
    public decimal? PerDecisionTrend { get; init; }
}
