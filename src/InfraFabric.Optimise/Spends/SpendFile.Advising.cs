using InfraFabric.Optimise.Advice;
using SQLitePCL;

namespace InfraFabric.Optimise.Spends;

/// <content>How claims have ended, by who made them.</content>
internal sealed partial class SpendFile
{
    // A claim is told by the model that most of its money went to: of the row with the maximum are the other columns.
    private static readonly string Claims = "SELECT kind, swarm, model, ended, sum(part) AS cost, max(part) FROM ("
        + "SELECT kind, swarm, model, ended, task, fence, sum(cost) AS part FROM spend"
        + " WHERE time >= ?1 AND time < ?2 AND help = 0 AND task IS NOT NULL AND fence IS NOT NULL"
        + $" AND ended IN ({(int)SpendEnd.Completed}, {(int)SpendEnd.Failed}, {(int)SpendEnd.Lost})"
        + " AND (?3 < 0 OR kind = ?3) GROUP BY task, fence, model) GROUP BY task, fence";

    /// <summary>How each kind of task was done in a time: the kinds on which most was spent first.</summary>
    public IReadOnlyList<KindAdvice> Advise(string? kind, DateTimeOffset from, DateTimeOffset to)
    {
        if (kind is not null && !_ids.ContainsKey(kind))
            return [];
        using var rows = _file.Prepare(
            $"SELECT kind, model, swarm, count(*), sum(ended = {(int)SpendEnd.Completed}), sum(cost) FROM ({Claims})"
            + $" GROUP BY kind, model, swarm ORDER BY 6 DESC LIMIT {OptimiseLimits.MaxCandidates}");
        raw.sqlite3_bind_int64(rows, 1, from.UtcTicks);
        raw.sqlite3_bind_int64(rows, 2, to.UtcTicks);
        raw.sqlite3_bind_int64(rows, 3, kind is null ? -1 : _ids[kind]);
        var found = new List<(string? Kind, Candidate Candidate)>();
        while (_file.Step(rows))
        {
            found.Add((WordOf(raw.sqlite3_column_int(rows, 0)), new Candidate
            {
                Model = WordOf(raw.sqlite3_column_int(rows, 1)),
                Swarm = WordOf(raw.sqlite3_column_int(rows, 2)),
                Claims = raw.sqlite3_column_int64(rows, 3),
                Completed = raw.sqlite3_column_int64(rows, 4),
                Cost = MoneyOf(rows, 5),
            }));
        }

        return
        [
            .. found.GroupBy(one => one.Kind).OrderByDescending(group => group.Sum(one => one.Candidate.Cost.MicroUsd))
                .Select(group => KindAdvice.Of(group.Key, group.Select(one => one.Candidate))),
        ];
    }
}
