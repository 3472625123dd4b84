namespace InfraFabric.Optimise.Reports;

/// <summary>One row of a report.</summary>
/// <param name="Key">What it is of, in the order that was asked for; null for what is of none.</param>
/// <param name="Sums">What that comes to.</param>
public sealed record CostRow(IReadOnlyList<string?> Key, CostSums Sums);
