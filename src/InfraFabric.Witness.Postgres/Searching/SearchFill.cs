using InfraFabric.Witness.Entries;
using InfraFabric.Witness.Searching;
using Npgsql;

namespace InfraFabric.Witness.Postgres.Searching;

/// <summary>Fills what a ledger is searched by from its entries, where they were written before it was there.</summary>
internal static class SearchFill
{
    public static async Task RunAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var place = await FirstAsync(connection, cancellationToken);
        var blocks = SearchBlocks.From(place, []);
        while (await ReadAsync(connection, place, cancellationToken) is { Count: > 0 } entries)
        {
            foreach (var entry in entries)
                blocks.Add(entry.Time.UtcTicks, entry.Why);
            await using var fill = new NpgsqlBatch(connection);
            blocks.WriteTo(fill);
            LedgerDatabase.Add(fill,
                "UPDATE witness.entry SET task = known.task, swarm = known.swarm"
                + " FROM unnest($1, $2, $3) AS known(place, task, swarm) WHERE entry.place = known.place",
                Enumerable.Range(0, entries.Count).Select(i => place + i).ToArray(),
                entries.Select(entry => EntrySubject.TaskOf(entry)?.Value).ToArray(),
                entries.Select(entry => EntrySubject.SwarmOf(entry) is { } swarm ? KeyText.Of(swarm) : null).ToArray());
            await fill.ExecuteNonQueryAsync(cancellationToken);
            place += entries.Count;
        }
    }

    private static async Task<long> FirstAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var first = LedgerDatabase.Command(
            connection, "SELECT coalesce(min(place), 0) FROM witness.entry");
        return (long)(await first.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<List<LedgerEntry>> ReadAsync(
        NpgsqlConnection connection, long place, CancellationToken cancellationToken)
    {
        await using var read = LedgerDatabase.Command(connection,
            "SELECT body FROM witness.entry WHERE place >= $1 AND place < $2 ORDER BY place",
            place, place + PostgresLimits.ReadAtOnce);
        await using var rows = await read.ExecuteReaderAsync(cancellationToken);
        var entries = new List<LedgerEntry>();
        while (await rows.ReadAsync(cancellationToken))
            entries.Add(EntryForm.Read(rows.GetFieldValue<byte[]>(0)));
        return entries;
    }
}
