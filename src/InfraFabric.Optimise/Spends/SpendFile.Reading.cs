using System.Globalization;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Optimise.Reports;
using SQLitePCL;

namespace InfraFabric.Optimise.Spends;

/// <content>What is asked: single spendings, and sums of them, all in whole micro-dollars.</content>
internal sealed partial class SpendFile
{
    private const string Columns = "place, time, cost, ended, trace, task, fence, swarm, tenant, kind, capability,"
        + " model, price, tier, batch, unconfirmed, help";

    private const int SumCount = 8;

    private static readonly string Wasted =
        string.Join(", ", SpendEnds.Wasted.Select(end => ((int)end).ToString(CultureInfo.InvariantCulture)));

    // Of a window, and of the time before it.
    private static readonly string Sums = "coalesce(sum(CASE WHEN time >= ?1 THEN cost END), 0),"
        + " coalesce(sum(CASE WHEN time < ?1 THEN cost END), 0), coalesce(sum(time >= ?1), 0),"
        + $" coalesce(sum(CASE WHEN time >= ?1 AND ended IN ({Wasted}) THEN cost END), 0),"
        + $" coalesce(sum(CASE WHEN time >= ?1 AND ended = {(int)SpendEnd.Open} THEN cost END), 0),"
        + " coalesce(sum(CASE WHEN time >= ?1 AND unconfirmed = 1 THEN cost END), 0),"
        + $" count(DISTINCT CASE WHEN time >= ?1 AND ended = {(int)SpendEnd.Completed} THEN task END),"
        + $" count(DISTINCT CASE WHEN time < ?1 AND ended = {(int)SpendEnd.Completed} THEN task END)";

    /// <summary>Spendings of a time after a place, in the order of the ledger.</summary>
    public SpendPage List(DateTimeOffset from, DateTimeOffset to, long after, int limit)
    {
        using var rows = _file.Prepare($"SELECT {Columns}, {Quantities} FROM spend"
            + " WHERE place > ?1 AND time >= ?2 AND time < ?3 ORDER BY place LIMIT ?4");
        raw.sqlite3_bind_int64(rows, 1, after);
        raw.sqlite3_bind_int64(rows, 2, from.UtcTicks);
        raw.sqlite3_bind_int64(rows, 3, to.UtcTicks);
        raw.sqlite3_bind_int64(rows, 4, limit + 1);
        var spends = new List<Spend>();
        while (_file.Step(rows))
            spends.Add(Read(rows));
        return spends.Count > limit
            ? new SpendPage(spends[..limit], spends[limit - 1].Place)
            : new SpendPage(spends, null);
    }

    public CostReport Report(CostQuery query)
    {
        var keys = string.Join(", ", query.By.Select(ColumnOf));
        // The days of the window before are other days, and would only stand there as empty ones.
        var days = query.By.Contains(CostDimension.Day);
        var order = query.By is [CostDimension.Day, ..] ? keys : $"1 DESC, {keys}";
        var sql = $"SELECT {Sums}, {keys} FROM spend WHERE time >= {(days ? "?1" : "?3")} AND time < ?2"
            + $" GROUP BY {keys} ORDER BY {order} LIMIT {query.Limit + 1} OFFSET {query.Skip}";
        using var rows = Window(sql, query);
        var found = new List<CostRow>();
        while (_file.Step(rows))
            found.Add(new CostRow([.. query.By.Select((by, i) => KeyOf(rows, SumCount + i, by))], SumsOf(rows)));
        using var total = Window($"SELECT {Sums} FROM spend WHERE time >= ?3 AND time < ?2", query);
        _file.Step(total);
        var more = found.Count > query.Limit;
        return new CostReport(more ? found[..query.Limit] : found, more, SumsOf(total), Size);
    }

    private sqlite3_stmt Window(string sql, CostQuery query)
    {
        var rows = _file.Prepare(sql);
        raw.sqlite3_bind_int64(rows, 1, query.From.UtcTicks);
        raw.sqlite3_bind_int64(rows, 2, query.To.UtcTicks);
        raw.sqlite3_bind_int64(rows, 3, query.From.UtcTicks - (query.To - query.From).Ticks);
        return rows;
    }

    private static CostSums SumsOf(sqlite3_stmt row) => new()
    {
        Cost = MoneyOf(row, 0),
        Before = MoneyOf(row, 1),
        Spends = raw.sqlite3_column_int64(row, 2),
        Wasted = MoneyOf(row, 3),
        Open = MoneyOf(row, 4),
        Unconfirmed = MoneyOf(row, 5),
        Decisions = raw.sqlite3_column_int64(row, 6),
        DecisionsBefore = raw.sqlite3_column_int64(row, 7),
    };

    private static Money MoneyOf(sqlite3_stmt row, int column) =>
        Money.FromMicroUsd(raw.sqlite3_column_int64(row, column));

    private static string ColumnOf(CostDimension by) => by switch
    {
        CostDimension.Model => "model",
        CostDimension.Swarm => "swarm",
        CostDimension.Task => "task",
        CostDimension.Tenant => "tenant",
        CostDimension.Kind => "kind",
        CostDimension.Capability => "capability",
        CostDimension.Outcome => "ended",
        CostDimension.Day => $"time / {TimeSpan.TicksPerDay}",
        _ => "price",
    };

    private string? KeyOf(sqlite3_stmt row, int column, CostDimension by) => by switch
    {
        CostDimension.Task => TextOf(row, column),
        CostDimension.Outcome => SpendEnds.NameOf((SpendEnd)raw.sqlite3_column_int(row, column)),
        CostDimension.Day => DateOnly.FromDayNumber(raw.sqlite3_column_int(row, column))
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => WordOf(raw.sqlite3_column_int(row, column)),
    };

    private Spend Read(sqlite3_stmt row) => new()
    {
        Place = raw.sqlite3_column_int64(row, 0),
        Time = new DateTimeOffset(raw.sqlite3_column_int64(row, 1), TimeSpan.Zero),
        Cost = MoneyOf(row, 2),
        End = (SpendEnd)raw.sqlite3_column_int(row, 3),
        Trace = TraceToken.From(new Guid(raw.sqlite3_column_blob(row, 4), bigEndian: true)),
        Task = TextOf(row, 5),
        Fence = raw.sqlite3_column_type(row, 6) == raw.SQLITE_NULL ? null : raw.sqlite3_column_int64(row, 6),
        Swarm = WordOf(raw.sqlite3_column_int(row, 7)),
        Tenant = WordOf(raw.sqlite3_column_int(row, 8)),
        Kind = WordOf(raw.sqlite3_column_int(row, 9)),
        Capability = WordOf(raw.sqlite3_column_int(row, 10)),
        Model = WordOf(raw.sqlite3_column_int(row, 11)),
        PriceBook = WordOf(raw.sqlite3_column_int(row, 12)),
        ServiceTier = WordOf(raw.sqlite3_column_int(row, 13)),
        Batch = raw.sqlite3_column_int(row, 14) == 1,
        Unconfirmed = raw.sqlite3_column_int(row, 15) == 1,
        Help = raw.sqlite3_column_int(row, 16) == 1,
        Quantities = [.. Enumerable.Range(17, SpendQuantities.Names.Count)
            .Select(column => raw.sqlite3_column_int64(row, column))],
    };
}
