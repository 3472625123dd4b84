using System.Diagnostics;
using InfraFabric.Load.Peers;
using InfraFabric.Witness.Postgres;
using Npgsql;

namespace InfraFabric.Load.Witness;

/// <summary>
/// The ledger in PostgreSQL as a drain fills it, beside the same bytes put into a plain table of the same server: by
/// inserts in batches, and by COPY. Each commits as many at once, and they take turns.
/// </summary>
internal static class PostgresAppends
{
    private const int Group = 1000;
    private const int Rounds = 5;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var server = await PeerServers.PostgresAsync();
        var connection = $"Host=127.0.0.1;Port={server.Port};Username=postgres;Database=postgres";
        await using var stage = await LedgerStage.OpenAsync(await PostgresLedgerStore.OpenAsync(connection));
        await using var source = NpgsqlDataSource.Create(connection);
        await using var raw = await source.OpenConnectionAsync();
        await ExecuteAsync(raw, "CREATE TABLE raw(place bigint PRIMARY KEY, body bytea NOT NULL)");
        await ExecuteAsync(raw, "CREATE TABLE copied(place bigint PRIMARY KEY, body bytea NOT NULL)");
        double ours = 0, inserted = 0, copied = 0;
        for (var round = 0; round <= Rounds; round++)
        {
            var byInsert = await TurnAsync(first => InsertAsync(raw, first), round);
            var byCopy = await TurnAsync(first => CopyAsync(raw, first), round);
            var byUs = await TurnAsync(
                first => stage.Ledger.AppendAsync(LedgerStage.Outbox(first, Group)).AsTask(), round);
            // The first turn of each is for warming up.
            if (round == 0)
                continue;
            (ours, inserted, copied) = (ours + byUs, inserted + byInsert, copied + byCopy);
        }

        return
        [
            new Row("witness in PostgreSQL, entries/s, with the indexes of the search",
                $"{ours / Rounds:N0} ({ours / inserted:P0} of raw inserts)",
                $"raw batch insert of {Group}: {inserted / Rounds:N0}/s; raw COPY: {copied / Rounds:N0}/s",
                "≥ 40 % of raw batch insert", ours / inserted >= 0.4),
        ];
    }

    /// <summary>Appends groups one after the other; entries in a second.</summary>
    private static async Task<double> TurnAsync(Func<long, Task> append, int round)
    {
        var first = round * 10_000_000L;
        var clock = Stopwatch.StartNew();
        for (; clock.Elapsed < Turn; first += Group)
            await append(first);
        return (first - (round * 10_000_000L)) / clock.Elapsed.TotalSeconds;
    }

    private static async Task InsertAsync(NpgsqlConnection raw, long first)
    {
        await using var transaction = await raw.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(raw);
        for (var i = 0; i < Group; i++)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("INSERT INTO raw VALUES($1, $2)")
            {
                Parameters = { new() { Value = first + i }, new() { Value = new byte[300] } },
            });
        }

        await batch.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    private static async Task CopyAsync(NpgsqlConnection raw, long first)
    {
        await using var copy = await raw.BeginBinaryImportAsync("COPY copied FROM STDIN (FORMAT BINARY)");
        for (var i = 0; i < Group; i++)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(first + i);
            await copy.WriteAsync(new byte[300]);
        }

        await copy.CompleteAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection raw, string sql)
    {
        await using var command = new NpgsqlCommand(sql, raw);
        await command.ExecuteNonQueryAsync();
    }
}
