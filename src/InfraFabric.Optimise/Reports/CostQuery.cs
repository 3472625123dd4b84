namespace InfraFabric.Optimise.Reports;

/// <summary>Which costs are asked for.</summary>
public sealed record CostQuery
{
    /// <summary>What they are told apart by, each once.</summary>
    public required IReadOnlyList<CostDimension> By { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>The first moment that is not asked for any more.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Rows to leave out, because they stood on pages before.</summary>
    public int Skip { get; init; }

    public int Limit { get; init; } = OptimiseLimits.DefaultPageSize;
}
