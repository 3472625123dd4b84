using InfraFabric.Core.Units;

namespace InfraFabric.Optimise.Reports;

/// <summary>What some spendings come to.</summary>
public sealed record CostSums
{
    public required Money Cost { get; init; }

    /// <summary>The same in the window of equal length before.</summary>
    public required Money Before { get; init; }

    public required long Spends { get; init; }

    /// <summary>
    /// What was spent on claims that failed or were lost, and on help with tasks that were not completed.
    /// </summary>
    public required Money Wasted { get; init; }

    /// <summary>What was spent on claims that have not ended.</summary>
    public required Money Open { get; init; }

    /// <summary>What was priced by prices that nobody has confirmed.</summary>
    public required Money Unconfirmed { get; init; }

    /// <summary>Tasks that were completed, as far as something was spent on them.</summary>
    public required long Decisions { get; init; }

    /// <summary>The same in the window before.</summary>
    public required long DecisionsBefore { get; init; }

    /// <summary>What one decision has cost, with all that was spent beside, rounded to the even micro-dollar.</summary>
    public Money? PerDecision => Each(Cost, Decisions);

    /// <summary>By which part that is more than before; null where there was no decision before.</summary>
    public decimal? DecisionTrend => PerDecision is { } now && Each(Before, DecisionsBefore) is { } before
        ? Share(now - before, before)
        : null;

    /// <summary>Which part of it was wasted, from 0 to 1; null where nothing was spent.</summary>
    public decimal? WasteRate => Share(Wasted, Cost);

    /// <summary>By which part it is more than before; null where nothing was spent before.</summary>
    public decimal? Trend => Share(Cost - Before, Before);

    private static Money? Each(Money cost, long decisions) => decisions == 0
        ? null
        : Money.FromMicroUsd((long)decimal.Round((decimal)cost.MicroUsd / decisions, MidpointRounding.ToEven));

    private static decimal? Share(Money part, Money whole) => whole == Money.Zero
        ? null
        : decimal.Round((decimal)part.MicroUsd / whole.MicroUsd, 4, MidpointRounding.ToEven);
}
