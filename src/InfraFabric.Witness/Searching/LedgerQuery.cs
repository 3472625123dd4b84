using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Witness.Searching;

/// <summary>Which entries are looked for: those that are as all of these say that are given.</summary>
public sealed record LedgerQuery
{
    public TraceToken? Trace { get; init; }

    public string? Actor { get; init; }

    public TaskId? Task { get; init; }

    public string? Swarm { get; init; }

    public string? Component { get; init; }

    /// <summary>An operation, or with a star at its end all that begin so: <c>task.*</c>.</summary>
    public string? Operation { get; init; }

    /// <summary>At least this.</summary>
    public NoteSeverity Severity { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    /// <summary>Words that must all stand in the reason.</summary>
    public string? Text { get; init; }

    public long? Fence { get; init; }

    /// <summary>Whether the newest come first.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>Only entries beyond this place, in the order asked for.</summary>
    public long? After { get; init; }

    public int Limit { get; init; } = SearchLimits.DefaultPageSize;
}
