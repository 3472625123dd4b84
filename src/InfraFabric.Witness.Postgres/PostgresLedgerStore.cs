using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Postgres.Schema;
using InfraFabric.Witness.Postgres.Searching;
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
    private readonly LedgerDatabase _database;
    private SearchBlocks? _blocks;

    private PostgresLedgerStore(LedgerDatabase database, string id) => (_database, Id) = (database, id);

    public string Id { get; }

    /// <summary>
    /// Opens the ledger of a database, and makes or updates its tables where they are not as they must be.
    /// </summary>
    /// <param name="connectionString">As Npgsql has it; it is never logged.</param>
    /// <param name="cancellationToken">Gives up opening.</param>
    public static ValueTask<PostgresLedgerStore> OpenAsync(
        string connectionString, CancellationToken cancellationToken = default) =>
        OpenAsync(SessionSettings.ForLedger(SessionSettings.Of(connectionString)), cancellationToken);

    /// <inheritdoc cref="OpenAsync(string, CancellationToken)"/>
    public static ValueTask<PostgresLedgerStore> OpenAsync(
        PostgresOptions options, CancellationToken cancellationToken = default) =>
        OpenAsync(SessionSettings.ForLedger(SessionSettings.Of(options), options.Password), cancellationToken);

    private static async ValueTask<PostgresLedgerStore> OpenAsync(
        LedgerDatabase database, CancellationToken cancellationToken)
    {
        try
        {
            return new PostgresLedgerStore(database, await SchemaUpdate.RunAsync(database.Source, cancellationToken));
        }
        catch (Exception failed)
        {
            await database.DisposeAsync();
            if (failed is NpgsqlException fault)
                throw PostgresFaults.Explain(fault, database.Where);
            throw;
        }
    }

    public async ValueTask AppendAsync(LedgerBatch batch, CancellationToken cancellationToken = default)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                var blocks = await TakeBlocksAsync(batch.First, cancellationToken);
                await AppendAsync(
                    batch, EntryRows.Write(batch.First, batch.Entries, blocks), blocks, cancellationToken);
                _blocks = blocks;
                return;
            }
            catch (PostgresException late) when (late.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                var ended = await EndSilentAsync(cancellationToken);
                if (ended == 0 || !isFirst)
                    throw PostgresFaults.TurnNotGiven(ended, late);
            }
            catch (NpgsqlException fault)
            {
                throw PostgresFaults.Explain(fault, _database.Where);
            }
        }
    }

    private async ValueTask AppendAsync(
        LedgerBatch batch, ReadOnlyMemory<byte> rows, SearchBlocks blocks, CancellationToken cancellationToken)
    {
        var committing = false;
        try
        {
            await using var connection = await _database.Source.OpenConnectionAsync(cancellationToken);
            await MoveHeadAsync(connection, batch, cancellationToken);
            await CopyAsync(connection, rows, cancellationToken);
            await using var rest = RestOf(batch, blocks, connection);
            committing = true;
            // From here on whoever gives up would not know what became of it.
            await rest.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (NpgsqlException lost) when (committing && PostgresFaults.MayHaveHappened(lost))
        {
            throw PostgresFaults.OutcomeUnknown(lost, _database.Where);
        }
    }

    /// <summary>
    /// What is gathered of the block that a batch goes on with; read anew where another server has written it. Nobody
    /// has it twice, and it is lost with a batch that fails.
    /// </summary>
    private async ValueTask<SearchBlocks> TakeBlocksAsync(long first, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _blocks, null) is { } kept && kept.Next == first)
            return kept;
        var begin = SearchBlock.PlaceOf(first);
        return SearchBlocks.From(
            first, first == begin ? [] : await ReadEntriesAsync(begin, (int)(first - begin), cancellationToken));
    }

    public async ValueTask SaveActorsAsync(ActorSequences actors, CancellationToken cancellationToken = default) =>
        await _database.AskAsync(
            async (connection, token) =>
            {
                // A server that is late must not set it back.
                await using var save = LedgerDatabase.Command(connection,
                    "INSERT INTO witness.actors AS kept VALUES(1, $1, $2) ON CONFLICT (id) DO UPDATE"
                    + " SET size = excluded.size, body = excluded.body WHERE kept.size <= excluded.size",
                    actors.Size, ActorsForm.Write(actors.Last));
                return await save.ExecuteNonQueryAsync(token);
            },
            cancellationToken);

    public ValueTask<int> ErasePersonalAsync(
        IReadOnlyList<string> commitments, CancellationToken cancellationToken = default) => _database.AskAsync(
        async (connection, token) =>
        {
            await using var erase = LedgerDatabase.Command(connection,
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
            await _database.AskAsync(
                async (connection, token) =>
                {
                    await using var prune = new NpgsqlBatch(connection);
                    LedgerDatabase.Add(prune, TurnLock.TakeToWrite);
                    LedgerDatabase.Add(prune, "UPDATE witness.head SET pruned = greatest(pruned, $1)", until);
                    LedgerDatabase.Add(prune, "DELETE FROM witness.entry WHERE place < $1", until);
                    LedgerDatabase.Add(prune, "DELETE FROM witness.personal WHERE place < $1", until);
                    LedgerDatabase.Add(prune, "DELETE FROM witness.span WHERE place < $1", until);
                    LedgerDatabase.Add(prune, "DELETE FROM witness.words WHERE place < $1", until);
                    return await prune.ExecuteNonQueryAsync(token);
                },
                cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static async ValueTask MoveHeadAsync(
        NpgsqlConnection connection, LedgerBatch batch, CancellationToken cancellationToken)
    {
        var head = batch.Head;
        await using var begin = new NpgsqlBatch(connection);
        LedgerDatabase.Add(begin, "BEGIN ISOLATION LEVEL READ COMMITTED");
        LedgerDatabase.Add(begin, TurnLock.TakeToWrite);
        LedgerDatabase.Add(begin, "UPDATE witness.head SET size = $1, revision = $2, place = $3, checkpoint = $4"
            + " WHERE id = 1 AND size = $5",
            head.Size, head.Drained.Revision, head.Drained.Order, head.Checkpoint, batch.First);
        LedgerDatabase.Add(begin, "SELECT size FROM witness.head WHERE id = 1");
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

    private static NpgsqlBatch RestOf(LedgerBatch batch, SearchBlocks blocks, NpgsqlConnection connection)
    {
        var rest = new NpgsqlBatch(connection);
        if (batch.Tiles.Count > 0)
        {
            LedgerDatabase.Add(rest, "INSERT INTO witness.tile SELECT * FROM unnest($1, $2, $3, $4)",
                batch.Tiles.Select(filled => filled.Tile.Level).ToArray(),
                batch.Tiles.Select(filled => filled.Tile.Index).ToArray(),
                batch.Tiles.Select(filled => TileHashes.Write([filled.Root])).ToArray(),
                batch.Tiles.Select(filled => TileHashes.Write(filled.Hashes)).ToArray());
        }

        if (batch.Personal.Count > 0)
        {
            // They go when all entries of their batch are pruned.
            LedgerDatabase.Add(rest, "INSERT INTO witness.personal SELECT *, $4 FROM unnest($1, $2, $3)",
                batch.Personal.Select(text => text.Commitment).ToArray(),
                batch.Personal.Select(text => text.Salt.ToArray()).ToArray(),
                batch.Personal.Select(text => System.Text.Encoding.UTF8.GetBytes(text.Text)).ToArray(),
                batch.First + batch.Entries.Count - 1);
        }

        foreach (var handover in batch.Handovers)
        {
            LedgerDatabase.Add(rest, "INSERT INTO witness.handover VALUES($1, $2, $3)",
                handover.Size, handover.Note, handover.Entry.ToArray());
        }

        blocks.WriteTo(rest);
        LedgerDatabase.Add(rest, "COMMIT");
        return rest;
    }

    private async ValueTask<int> EndSilentAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await TurnLock.EndSilentAsync(_database.Source, cancellationToken);
        }
        catch (NpgsqlException fault)
        {
            throw PostgresFaults.Explain(fault, _database.Where);
        }
    }
}
