using System.Text;
using InfraFabric.State.Contract;
using InfraFabric.State.Sqlite;
using SQLitePCL;

namespace InfraFabric.Witness.Searching;

/// <content>
/// What is asked. One condition leads to entries, in the order of their places; the others are held against each of
/// them, up to a limit, after which the page ends and says where to go on.
/// </content>
internal sealed partial class SqliteLedgerIndex
{
    /// <summary>One page of the entries before a place that it has come to.</summary>
    public ValueTask<LedgerMatches> FindAsync(LedgerQuery query, long size, CancellationToken cancellationToken) =>
        _readers.ReadAsync(file => new Search(file, query).Run(size, cancellationToken), cancellationToken);

    /// <summary>The words of a text, each as FTS5 takes it for a word and nothing else.</summary>
    internal static string MatchOf(string text)
    {
        var words = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
            words.Append(Rune.IsLetterOrDigit(rune) ? rune.ToString() : " ");
        var quoted = words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => $"\"{word}\"");
        return string.Join(' ', quoted);
    }

    /// <summary>One search on one connection.</summary>
    private sealed class Search(SqliteFile file, LedgerQuery query)
    {
        private const string Columns =
            "place, trace, actor, component, operation, severity, time, task, swarm, fence";

        private readonly byte[]? _trace = query.Trace?.Value.ToByteArray(bigEndian: true);
        private readonly byte[]? _task = query.Task?.Value.ToByteArray(bigEndian: true);
        private long? _actor;
        private long? _component;
        private long? _swarm;
        private HashSet<long>? _operations;

        public LedgerMatches Run(long size, CancellationToken cancellationToken)
        {
            file.Execute("BEGIN");
            try
            {
                var (low, high) = Bounds(size);
                return TryResolve() && low < high
                    ? Take(Cursors(low, high), cancellationToken)
                    : new LedgerMatches([], null);
            }
            finally
            {
                file.Execute("COMMIT");
            }
        }

        /// <summary>Names become numbers; one that no entry has is found nowhere.</summary>
        private bool TryResolve()
        {
            if (query.Operation is { } operation)
                _operations = [.. OperationsOf(operation)];
            return TryResolve(query.Actor, ref _actor) && TryResolve(query.Component, ref _component)
                && TryResolve(query.Swarm, ref _swarm) && _operations is not { Count: 0 };
        }

        private bool TryResolve(string? text, ref long? id)
        {
            if (text is null)
                return true;
            using var row = file.Prepare("SELECT id FROM word WHERE text = ?");
            raw.sqlite3_bind_text(row, 1, text);
            id = file.Step(row) ? raw.sqlite3_column_int64(row, 0) : null;
            return id is not null;
        }

        private List<long> OperationsOf(string operation)
        {
            var isPrefix = operation.EndsWith('*');
            var from = isPrefix ? operation[..^1] : operation;
            var found = new List<long>();
            using var rows = file.Prepare("SELECT id FROM word WHERE text >= ?1 AND text <= ?2");
            raw.sqlite3_bind_text(rows, 1, from);
            raw.sqlite3_bind_text(rows, 2, isPrefix ? from + "\U0010FFFF" : from);
            while (file.Step(rows))
                found.Add(raw.sqlite3_column_int64(rows, 0));
            return found;
        }

        /// <summary>The places that can have what is looked for: from one on, and before another.</summary>
        private (long Low, long High) Bounds(long size)
        {
            var (low, high) = (0L, size);
            if (query.After is { } after)
                (low, high) = query.NewestFirst ? (0, Math.Min(size, after)) : (Math.Min(after, size) + 1, size);
            if (query.From is { } from)
                low = Math.Max(low, Block("SELECT min(block) FROM span WHERE last >= ?", from) << BlockBits);
            if (query.To is { } to)
                high = Math.Min(high, (Block("SELECT max(block) FROM span WHERE first <= ?", to) + 1) << BlockBits);
            return (low, high);
        }

        private long Block(string sql, DateTimeOffset time)
        {
            using var row = file.Prepare(sql);
            raw.sqlite3_bind_int64(row, 1, time.UtcTicks);
            // None: beyond the last one for a beginning, before the first one for an end.
            return file.Step(row) && raw.sqlite3_column_type(row, 0) != raw.SQLITE_NULL
                ? raw.sqlite3_column_int64(row, 0)
                : sql.Contains("min", StringComparison.Ordinal) ? int.MaxValue : -1;
        }

        private List<sqlite3_stmt> Cursors(long low, long high)
        {
            if (query.Text is { } text)
                return [Words(MatchOf(text), low, high)];
            if (_trace is not null)
                return [By("trace", low, high, _trace)];
            if (_task is not null)
                return [By("task", low, high, _task)];
            if (query.Fence is { } fence)
                return [By("fence", low, high, fence)];
            if (_swarm is { } swarm)
                return [By("swarm", low, high, swarm)];
            if (query.Severity > NoteSeverity.Low)
                return [.. Severities().Select(level => By("severity", low, high, (long)level))];
            if (_actor is { } actor)
                return [By("actor", low, high, actor)];
            if (query.Severity > NoteSeverity.Info)
                return [.. Severities().Select(level => By("severity", low, high, (long)level))];
            return _operations is { Count: <= SearchLimits.MaxAlternatives } operations
                ? [.. operations.Select(operation => By("operation", low, high, operation))]
                : [All(low, high)];
        }

        private IEnumerable<NoteSeverity> Severities() =>
            Enum.GetValues<NoteSeverity>().Where(level => level >= query.Severity);

        private sqlite3_stmt Words(string match, long low, long high)
        {
            var rows = Bound(
                $"SELECT {Columns} FROM why JOIN entry ON place = why.rowid WHERE why MATCH ?3"
                + " AND why.rowid >= ?1 AND why.rowid < ?2 ORDER BY why.rowid", low, high);
            raw.sqlite3_bind_text(rows, 3, match);
            return rows;
        }

        private sqlite3_stmt By(string column, long low, long high, object value)
        {
            // What stands beside it lets the index be taken that holds severities above the least only.
            var rows = Bound(
                $"SELECT {Columns} FROM entry INDEXED BY by_{column} WHERE {column} = ?3"
                + (column == "severity" ? " AND severity > 0" : "")
                + " AND place >= ?1 AND place < ?2 ORDER BY place", low, high);
            if (value is byte[] bytes)
                raw.sqlite3_bind_blob(rows, 3, bytes);
            else
                raw.sqlite3_bind_int64(rows, 3, (long)value);
            return rows;
        }

        private sqlite3_stmt All(long low, long high) => Bound(
            $"SELECT {Columns} FROM entry NOT INDEXED WHERE place >= ?1 AND place < ?2 ORDER BY place", low, high);

        private sqlite3_stmt Bound(string sql, long low, long high)
        {
            var rows = file.Prepare(query.NewestFirst ? sql + " DESC" : sql);
            raw.sqlite3_bind_int64(rows, 1, low);
            raw.sqlite3_bind_int64(rows, 2, high);
            return rows;
        }

        /// <summary>Merges what several cursors lead to, each in order.</summary>
        private LedgerMatches Take(List<sqlite3_stmt> cursors, CancellationToken cancellationToken)
        {
            var places = new List<long>();
            try
            {
                cursors = [.. cursors.Where(Advance)];
                for (var examined = 1; cursors.Count > 0; examined++)
                {
                    var next = query.NewestFirst ? cursors.MaxBy(PlaceOf)! : cursors.MinBy(PlaceOf)!;
                    var place = PlaceOf(next);
                    if (Fits(next))
                        places.Add(place);
                    if (!Advance(next))
                        cursors.Remove(next);
                    if (cursors.Count > 0
                        && (places.Count == query.Limit || examined == SearchLimits.MaxExamined))
                    {
                        return new LedgerMatches(places, place);
                    }

                    if ((examined & 0xFFF) == 0)
                        cancellationToken.ThrowIfCancellationRequested();
                }

                return new LedgerMatches(places, null);
            }
            finally
            {
                cursors.ForEach(cursor => cursor.Dispose());
            }
        }

        private bool Advance(sqlite3_stmt cursor)
        {
            if (file.Step(cursor))
                return true;
            cursor.Dispose();
            return false;
        }

        private static long PlaceOf(sqlite3_stmt row) => raw.sqlite3_column_int64(row, 0);

        private bool Fits(sqlite3_stmt row)
        {
            var time = raw.sqlite3_column_int64(row, 6);
            return (_trace is null || raw.sqlite3_column_blob(row, 1).SequenceEqual(_trace))
                && (_actor is null || raw.sqlite3_column_int64(row, 2) == _actor)
                && (_component is null || raw.sqlite3_column_int64(row, 3) == _component)
                && (_operations is null || _operations.Contains(raw.sqlite3_column_int64(row, 4)))
                && raw.sqlite3_column_int64(row, 5) >= (long)query.Severity
                && (query.From is not { } from || time >= from.UtcTicks)
                && (query.To is not { } to || time <= to.UtcTicks)
                && (_task is null || raw.sqlite3_column_blob(row, 7).SequenceEqual(_task))
                && (_swarm is null || raw.sqlite3_column_int64(row, 8) == _swarm)
                && (query.Fence is null || (raw.sqlite3_column_type(row, 9) != raw.SQLITE_NULL
                    && raw.sqlite3_column_int64(row, 9) == query.Fence));
        }
    }
}
