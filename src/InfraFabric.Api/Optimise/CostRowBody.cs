namespace InfraFabric.Api.Optimise;

/// <summary>One row of a report.</summary>
/// <param name="Key">What it is of, in the order that was asked for; empty for what is of none.</param>
/// <param name="Sums">What that comes to.</param>
public sealed record CostRowBody(IReadOnlyList<string> Key, CostSumsBody Sums);
