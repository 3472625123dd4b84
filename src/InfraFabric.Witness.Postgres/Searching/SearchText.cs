using InfraFabric.State.Contract;
using InfraFabric.Witness.Searching;

namespace InfraFabric.Witness.Postgres.Searching;

/// <summary>
/// The statements of one search. One condition leads to entries, in the order of their places, through an index that
/// has them in this order; the others are held against each of them. All that comes from outside is a parameter.
/// </summary>
internal sealed class SearchText
{
    private const string Columns = "place, trace, actor, component, operation, severity, time, task, swarm, fence";

    private readonly LedgerQuery _query;
    private readonly List<object> _values = [];
    private readonly List<string> _lead;
    private readonly string _filter;

    /// <summary>Makes the statements.</summary>
    /// <param name="query">What is looked for.</param>
    /// <param name="operations">The operations that are meant; null for any, or where there are too many.</param>
    public SearchText(LedgerQuery query, IReadOnlyList<string>? operations)
    {
        _query = query;
        _lead = LeadOf(operations);
        _filter = string.Join(" AND ", Filters().DefaultIfEmpty("true"));
    }

    private string Direction => _query.NewestFirst ? "DESC" : "ASC";

    /// <summary>Whether it goes through blocks of entries that have the words, and not through an index.</summary>
    public bool GoesThroughWords => _query is { Text: not null, Trace: null, Task: null, Fence: null };

    /// <summary>
    /// So many entries that may be meant, of those between two places, after having looked at no more than so many.
    /// Their columns are the place, how many were looked at, whether it fits, and the entry if it is asked for.
    /// </summary>
    public (string Sql, object[] Values) Page(long low, long high, int examine, int take, bool whole)
    {
        var values = new List<object>(_values);
        var (from, to) = (Value(values, low), Value(values, high));
        var columns = whole ? $"{Columns}, body" : Columns;
        var most = Value(values, examine);
        var led = string.Join(" UNION ALL ", _lead.Select(lead =>
            $"(SELECT {columns} FROM witness.entry WHERE {lead} AND place >= {from} AND place < {to}"
            + $" ORDER BY place {Direction} LIMIT {most})"));
        var sql = $"SELECT place, examined, coalesce({_filter}, false) AS fits{(whole ? ", body" : "")}"
            + $" FROM (SELECT *, row_number() OVER (ORDER BY place {Direction}) AS examined"
            + $" FROM (SELECT * FROM ({led}) AS led ORDER BY place {Direction} LIMIT {most}) AS bounded) AS counted"
            + $" WHERE {_filter} OR examined = {most} ORDER BY place {Direction} LIMIT {Value(values, take)}";
        return (sql, [.. values]);
    }

    /// <summary>The entries of blocks that may be meant: the place of each, and the entry.</summary>
    public (string Sql, object[] Values) Blocks(IReadOnlyList<long> blocks, long low, long high)
    {
        var values = new List<object>(_values);
        var sql = $"SELECT place, body FROM unnest({Value(values, blocks.ToArray())}) AS block(start)"
            + $" JOIN witness.entry ON place >= start AND place < start + {SearchBlock.Size}"
            + $" WHERE place >= {Value(values, low)} AND place < {Value(values, high)} AND {_filter}"
            + $" ORDER BY place {Direction}";
        return (sql, [.. values]);
    }

    private List<string> LeadOf(IReadOnlyList<string>? operations)
    {
        if (_query.Trace is { } trace)
            return [$"trace = {Value(trace.Value)}"];
        if (_query.Task is { } task)
            return [$"task = {Value(task.Value)}"];
        if (_query.Fence is { } fence)
            return [$"fence = {Value(fence)}"];
        if (_query.Swarm is { } swarm)
            return [$"swarm = {Value(KeyText.Of(swarm))}"];
        if (_query.Severity > NoteSeverity.Low)
            return Severities();
        if (_query.Actor is { } actor)
            return [$"actor = {Value(KeyText.Of(actor))}"];
        if (_query.Severity > NoteSeverity.Info)
            return Severities();
        return operations is null ? ["true"] : [.. operations.Select(operation => $"operation = {Value(operation)}")];
    }

    private List<string> Severities() =>
    [
        .. Enum.GetValues<NoteSeverity>().Where(level => level >= _query.Severity)
            .Select(level => $"severity = {(int)level} AND severity > 0"),
    ];

    private IEnumerable<string> Filters()
    {
        if (_query.Trace is { } trace)
            yield return $"trace = {Value(trace.Value)}";
        if (_query.Task is { } task)
            yield return $"task = {Value(task.Value)}";
        if (_query.Fence is { } fence)
            yield return $"fence = {Value(fence)}";
        if (_query.Swarm is { } swarm)
            yield return $"swarm = {Value(KeyText.Of(swarm))}";
        if (_query.Actor is { } actor)
            yield return $"actor = {Value(KeyText.Of(actor))}";
        if (_query.Component is { } component)
            yield return $"component = {Value(KeyText.Of(component))}";
        if (_query.Operation is { } operation)
        {
            yield return operation.EndsWith('*')
                ? $"starts_with(operation, {Value(KeyText.Of(operation[..^1]))})"
                : $"operation = {Value(KeyText.Of(operation))}";
        }

        if (_query.Severity > NoteSeverity.Info)
            yield return $"severity >= {(int)_query.Severity}";
        if (_query.From is { } from)
            yield return $"time >= {Value(from.UtcTicks)}";
        if (_query.To is { } to)
            yield return $"time <= {Value(to.UtcTicks)}";
    }

    private string Value(object value) => Value(_values, value);

    private static string Value(List<object> values, object value)
    {
        values.Add(value);
        return $"${values.Count}";
    }
}
