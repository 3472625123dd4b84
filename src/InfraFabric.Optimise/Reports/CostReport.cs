namespace InfraFabric.Optimise.Reports;

/// <summary>Costs of a time, told apart. All rows together come to the total, to the micro-dollar.</summary>
/// <param name="Rows">One page of them, the costliest first; days in their order.</param>
/// <param name="More">Whether there are rows after these.</param>
/// <param name="Total">What all come to, also those on other pages.</param>
/// <param name="Size">How many entries of the ledger it rests on.</param>
public sealed record CostReport(IReadOnlyList<CostRow> Rows, bool More, CostSums Total, long Size);
