namespace InfraFabric.Api.Optimise;

/// <summary>Costs of a time, told apart. All rows together come to the total, to the micro-dollar.</summary>
public sealed record CostReportBody
{
    /// <summary>What they are told apart by.</summary>
    public required IReadOnlyList<string> By { get; init; }

    /// <summary>The first moment.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The first moment that is not in it any more.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>One page of rows, the costliest first; days in their order.</summary>
    public required IReadOnlyList<CostRowBody> Rows { get; init; }

    /// <summary>What all rows come to, also those on other pages.</summary>
    public required CostSumsBody Total { get; init; }

    /// <summary>How many rows to skip for the next page; none if this is the last one.</summary>
    public int? NextSkip { get; init; }

    /// <summary>How many entries of the ledger it rests on.</summary>
    public required long Size { get; init; }
}
