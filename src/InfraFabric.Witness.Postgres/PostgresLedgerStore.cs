using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Postgres.Schema;
using InfraFabric.Witness.Storage;
using Npgsql;

namespace InfraFabric.Witness.Postgres;

/// <summary>
/// A ledger in the tables of a PostgreSQL database. Any number of servers may have it open; a batch is one transaction,
/// which moves the head from where it was expected, so that no two can fork it or leave a gap. Whatever an erased text
/// leaves behind in the files of PostgreSQL is overwritten when PostgreSQL reuses its place.
/// </summary>
public sealed partial class PostgresLedgerStore : ILedgerStore
{
    private readonly NpgsqlDataSource _source;
    private readonly string _where;

    private PostgresLedgerStore(NpgsqlDataSource source, string where, string id) =>
        (_source, _where, Id) = (source, where, id);

    public string Id { get; }

    /// <summary>
    /// Opens the ledger of a database, and makes or updates its tables where they are not as they must be.
    /// </summary>
    /// <param name="connectionString">As Npgsql has it; it is never logged.</param>
    /// <param name="cancellationToken">Gives up opening.</param>
    public static async ValueTask<PostgresLedgerStore> OpenAsync(
        string connectionString, CancellationToken cancellationToken = default)
    {
        var settings = SessionSettings.Of(connectionString);
        var where = $"{settings.Host}:{settings.Port}/{settings.Database}";
        var source = NpgsqlDataSource.Create(settings);
        try
        {
            return new PostgresLedgerStore(source, where, await SchemaUpdate.RunAsync(source, cancellationToken));
        }
        catch (Exception failed)
        {
            await source.DisposeAsync();
            if (failed is NpgsqlException fault)
                throw PostgresFaults.Explain(fault, where);
            throw;
        }
    }

    public async ValueTask AppendAsync(LedgerBatch batch, CancellationToken cancellationToken = default)
    {
        var rows = EntryRows.Write(batch.First, batch.Entries);
        var committing = false;
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken);
            await MoveHeadAsync(connection, batch, cancellationToken);
            await CopyAsync(connection, rows, cancellationToken);
            await using var rest = RestOf(batch, connection);
            committing = true;
            // From here on whoever gives up would not know what became of it.
            await rest.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (NpgsqlException lost) when (committing && PostgresFaults.MayHaveHappened(lost))
        {
            throw PostgresFaults.OutcomeUnknown(lost, _where);
        }
        catch (PostgresException late) when (late.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw PostgresFaults.TurnNotGiven(await EndSilentAsync(cancellationToken), late);
        }
        catch (NpgsqlException fault)
        {
            throw PostgresFaults.Explain(fault, _where);
        }
    }

    public async ValueTask SaveActorsAsync(ActorSequences actors, CancellationToken cancellationToken = default) =>
        await AskAsync(
            async (connection, token) =>
            {
                // A server that is late must not set it back.
                await using var save = Command(connection,
                    "INSERT INTO witness.actors AS kept VALUES(1, $1, $2) ON CONFLICT (id) DO UPDATE"
                    + " SET size = excluded.size, body = excluded.body WHERE kept.size <= excluded.size",
                    actors.Size, ActorsForm.Write(actors.Last));
                return await save.ExecuteNonQueryAsync(token);
            },
            cancellationToken);

    public ValueTask<int> ErasePersonalAsync(
        IReadOnlyList<string> commitments, CancellationToken cancellationToken = default) => AskAsync(
        async (connection, token) =>
        {
            await using var erase = Command(connection,
                "DELETE FROM witness.personal WHERE commitment = ANY($1)", (object)commitments.ToArray());
            return await erase.ExecuteNonQueryAsync(token);
        },
        cancellationToken);

    public async ValueTask<long> PruneAsync(long before, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var head = await LoadAsync(cancellationToken);
            // A tile that is not full is made from the entries themselves, and so are sequences that are not kept yet.
            var needed = Math.Min(head.Size, (await LoadActorsAsync(cancellationToken)).Size);
            var end = Math.Min(before, needed) / TileId.FullWidth * TileId.FullWidth;
            if (end <= head.Pruned)
                return head.Pruned;
            var until = Math.Min(end, head.Pruned + PostgresLimits.PrunedAtOnce);
            await AskAsync(
                async (connection, token) =>
                {
                    await using var prune = new NpgsqlBatch(connection);
                    Add(prune, TurnLock.TakeToWrite);
                    Add(prune, "UPDATE witness.head SET pruned = greatest(pruned, $1)", until);
                    Add(prune, "DELETE FROM witness.entry WHERE place < $1", until);
                    Add(prune, "DELETE FROM witness.personal WHERE place < $1", until);
                    return await prune.ExecuteNonQueryAsync(token);
                },
                cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static async ValueTask MoveHeadAsync(
        NpgsqlConnection connection, LedgerBatch batch, CancellationToken cancellationToken)
    {
        var head = batch.Head;
        await using var begin = new NpgsqlBatch(connection);
        Add(begin, "BEGIN ISOLATION LEVEL READ COMMITTED");
        Add(begin, TurnLock.TakeToWrite);
        Add(begin, "UPDATE witness.head SET size = $1, revision = $2, place = $3, checkpoint = $4"
            + " WHERE id = 1 AND size = $5",
            head.Size, head.Drained.Revision, head.Drained.Order, head.Checkpoint, batch.First);
        Add(begin, "SELECT size FROM witness.head WHERE id = 1");
        await using var answer = await begin.ExecuteReaderAsync(cancellationToken);
        await answer.NextResultAsync(cancellationToken);
        var found = await answer.ReadAsync(cancellationToken) ? answer.GetInt64(0) : -1;
        if (begin.BatchCommands[2].RecordsAffected != 1)
            throw LedgerErrors.Forked(batch.First, found);
    }

    private static async ValueTask CopyAsync(
        NpgsqlConnection connection, ReadOnlyMemory<byte> rows, CancellationToken cancellationToken)
    {
        var copy = await connection.BeginRawBinaryCopyAsync(EntryRows.Statement, cancellationToken);
        try
        {
            await copy.WriteAsync(rows, cancellationToken);
        }
        catch
        {
            await copy.CancelAsync();
            throw;
        }

        // Only now does it say whether it has taken them.
        await copy.DisposeAsync();
    }

    private static NpgsqlBatch RestOf(LedgerBatch batch, NpgsqlConnection connection)
    {
        var rest = new NpgsqlBatch(connection);
        if (batch.Tiles.Count > 0)
        {
            Add(rest, "INSERT INTO witness.tile SELECT * FROM unnest($1, $2, $3, $4)",
                batch.Tiles.Select(filled => filled.Tile.Level).ToArray(),
                batch.Tiles.Select(filled => filled.Tile.Index).ToArray(),
                batch.Tiles.Select(filled => TileHashes.Write([filled.Root])).ToArray(),
                batch.Tiles.Select(filled => TileHashes.Write(filled.Hashes)).ToArray());
        }

        if (batch.Personal.Count > 0)
        {
            // They go when all entries of their batch are pruned.
            Add(rest, "INSERT INTO witness.personal SELECT *, $4 FROM unnest($1, $2, $3)",
                batch.Personal.Select(text => text.Commitment).ToArray(),
                batch.Personal.Select(text => text.Salt.ToArray()).ToArray(),
                batch.Personal.Select(text => System.Text.Encoding.UTF8.GetBytes(text.Text)).ToArray(),
                batch.First + batch.Entries.Count - 1);
        }

        Add(rest, "COMMIT");
        return rest;
    }

    private async ValueTask<int> EndSilentAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await TurnLock.EndSilentAsync(_source, cancellationToken);
        }
        catch (NpgsqlException fault)
        {
            throw PostgresFaults.Explain(fault, _where);
        }
    }
}
