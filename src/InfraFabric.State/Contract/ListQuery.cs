using InfraFabric.Core.Errors;

namespace InfraFabric.State.Contract;

/// <summary>
/// Which records to list: those under a prefix, after a key, as of a revision (now, if none is given).
/// </summary>
public sealed record ListQuery
{
    public ListQuery(string prefix, int limit = 100)
    {
        RecordKey.RequirePrefix(prefix);
        if (limit is < 1 or > StateLimits.MaxPageSize)
        {
            throw new FabricException(ErrorTable.LimitExceeded, $"A list asks for {limit} records a page.",
                $"A page has 1 to {StateLimits.MaxPageSize}.", "Ask for fewer and go on with the next page.");
        }

        Prefix = prefix;
        Limit = limit;
    }

    public string Prefix { get; }

    public int Limit { get; }

    /// <summary>Only records with a greater key: the last one of the page before.</summary>
    public RecordKey? After { get; init; }

    /// <summary>
    /// The revision to read at. Pages of one list are consistent when they name the first page's revision.
    /// </summary>
    public long? AtRevision { get; init; }
}
