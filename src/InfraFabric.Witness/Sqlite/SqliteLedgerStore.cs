using System.Security.Cryptography;
using InfraFabric.Core.Errors;
using InfraFabric.State.Sqlite;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Storage;
using SQLitePCL;

namespace InfraFabric.Witness.Sqlite;

/// <summary>
/// A ledger in a SQLite file. What of a batch belongs to one bundle is one row: few are written, and few bytes are read
/// for one entry. Safe for any number of callers: one writes at a time, and readers do not wait for it.
/// </summary>
public sealed partial class SqliteLedgerStore : ILedgerStore
{
    private const long ApplicationId = 0x4946574C;

    // A log longer than this is moved into the file also while batches come without a pause.
    private const long CheckpointBytes = 32 * 1024 * 1024;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SqliteFile _file;
    private readonly ReaderPool _readers;
    private readonly sqlite3_stmt _appendPart;
    private readonly sqlite3_stmt _appendTile;
    private readonly sqlite3_stmt _appendPersonal;
    private readonly sqlite3_stmt _moveHead;
    private long _uncheckpointed;

    private SqliteLedgerStore(SqliteFile file, string path)
    {
        _file = file;
        Id = file.ReadText("SELECT ledger FROM head WHERE id = 1");
        _readers = new ReaderPool(path);
        _appendPart = file.Prepare("INSERT INTO part(first, count, body) VALUES(?, ?, ?)");
        _appendTile = file.Prepare("INSERT INTO tile(level, place, root, hashes) VALUES(?, ?, ?, ?)");
        _appendPersonal = file.Prepare("INSERT INTO personal(commitment, place, salt, text) VALUES(?, ?, ?, ?)");
        _moveHead = file.Prepare(
            "UPDATE head SET size = ?, revision = ?, place = ?, checkpoint = ? WHERE id = 1 AND size = ?");
    }

    public string Id { get; }

    /// <summary>Opens the ledger of a folder, or makes one.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="id">The id of a ledger that is made again; a new one, if left out.</param>
    public static SqliteLedgerStore Open(string directory, string? id = null)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, "witness.db");
        if (!File.Exists(path))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            File.Open(path, options).Dispose();
        }

        var file = new SqliteFile(path, Damage);
        try
        {
            file.Configure(exclusive: false);
            if (file.ReadNumber("PRAGMA application_id") == 0
                && file.ReadNumber("SELECT count(*) FROM sqlite_schema") == 0)
            {
                Create(file, id ?? RandomNumberGenerator.GetHexString(32, true));
            }

            if (file.ReadNumber("PRAGMA application_id") != ApplicationId)
                throw LedgerErrors.Damaged($"'{path}' is not a ledger of InfraFabric.");
            file.AllowCheckpoint();
            return new SqliteLedgerStore(file, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public async ValueTask AppendAsync(LedgerBatch batch, CancellationToken cancellationToken = default)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        try
        {
            _file.Transact(() => Append(batch));
        }
        catch (FabricException unsure) when (_file.IsBroken)
        {
            throw new FabricException(ErrorTable.StateOutcomeUnknown,
                "Whether the entries are in the ledger is not known.", $"{unsure.What} {unsure.Why}", unsure.Fix,
                unsure);
        }

        _uncheckpointed += batch.Entries.Sum(entry => (long)entry.Length);
        if (_uncheckpointed >= CheckpointBytes && _file.TryCheckpoint())
            _uncheckpointed = 0;
    }

    public async ValueTask SaveActorsAsync(ActorSequences actors, CancellationToken cancellationToken = default)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        using var save = _file.Prepare("INSERT OR REPLACE INTO actors(id, size, body) VALUES(1, ?, ?)");
        raw.sqlite3_bind_int64(save, 1, actors.Size);
        raw.sqlite3_bind_blob(save, 2, ActorsForm.Write(actors.Last));
        _file.Run(save);
    }

    public async ValueTask<int> ErasePersonalAsync(
        IReadOnlyList<string> commitments, CancellationToken cancellationToken = default)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        var erased = 0;
        _file.Transact(() =>
        {
            // Not only forgotten: what was there is overwritten.
            _file.Execute("PRAGMA secure_delete=ON");
            using var erase = _file.Prepare("DELETE FROM personal WHERE commitment = ?");
            foreach (var commitment in commitments)
            {
                raw.sqlite3_bind_text(erase, 1, commitment);
                _file.Run(erase);
                erased += (int)_file.ReadNumber("SELECT changes()");
            }
        });
        ForgetLog();
        return erased;
    }

    public async ValueTask<long> PruneAsync(long before, CancellationToken cancellationToken = default)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        // A tile that is not full is made from the entries themselves, and so are sequences that are not kept yet.
        var needed = _file.ReadNumber("SELECT min(head.size, coalesce(actors.size, 0)) FROM head LEFT JOIN actors");
        var end = Math.Min(before, needed) / TileId.FullWidth * TileId.FullWidth;
        var first = _file.ReadNumber(
            $"SELECT coalesce(max(first + count), 0) FROM part WHERE first + count <= {end}");
        var erased = 0L;
        _file.Transact(() =>
        {
            _file.Execute("PRAGMA secure_delete=ON");
            _file.Execute($"DELETE FROM personal WHERE place < {first}");
            erased = _file.ReadNumber("SELECT changes()");
            _file.Execute($"UPDATE part SET body = NULL WHERE body IS NOT NULL AND first + count <= {first}");
            _file.Execute($"UPDATE head SET pruned = max(pruned, {first})");
        });
        if (erased > 0)
            ForgetLog();
        return _file.ReadNumber("SELECT pruned FROM head");
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        await _readers.DisposeAsync();
        foreach (var statement in new[] { _appendPart, _appendTile, _appendPersonal, _moveHead })
            statement.Dispose();
        _file.Dispose();
        _turn.Dispose();
    }

    /// <summary>
    /// Empties the log, in which what was erased still stands as it was. Where that cannot be done now, the next
    /// batches overwrite it.
    /// </summary>
    private void ForgetLog() => _file.Execute("PRAGMA wal_checkpoint(TRUNCATE)");

    private static FabricException Damage(string reason) => LedgerErrors.Damaged(reason);

    private static void Create(SqliteFile file, string id) => file.Transact(() =>
    {
        file.Execute("CREATE TABLE part(first INTEGER PRIMARY KEY, count INTEGER NOT NULL, body BLOB)");
        // The root stands before the hashes, so that it is read without them.
        file.Execute("CREATE TABLE tile(level INTEGER NOT NULL, place INTEGER NOT NULL, root BLOB NOT NULL,"
            + " hashes BLOB NOT NULL, PRIMARY KEY(level, place)) WITHOUT ROWID");
        file.Execute("CREATE TABLE head(id INTEGER PRIMARY KEY, size INTEGER NOT NULL, revision INTEGER NOT NULL,"
            + " place INTEGER NOT NULL, checkpoint TEXT NOT NULL, pruned INTEGER NOT NULL,"
            + " ledger TEXT NOT NULL)");
        file.Execute("CREATE TABLE actors(id INTEGER PRIMARY KEY, size INTEGER NOT NULL, body BLOB NOT NULL)");
        file.Execute("CREATE TABLE personal(commitment TEXT PRIMARY KEY, place INTEGER NOT NULL, salt BLOB NOT NULL,"
            + " text TEXT NOT NULL) WITHOUT ROWID");
        file.Execute("CREATE INDEX personal_place ON personal(place)");
        file.Execute("CREATE TABLE handover(size INTEGER PRIMARY KEY, note TEXT NOT NULL, entry BLOB NOT NULL)");
        using var head = file.Prepare("INSERT INTO head VALUES(1, 0, 0, 0, '', 0, ?)");
        raw.sqlite3_bind_text(head, 1, id);
        file.Run(head);
        file.Execute($"PRAGMA application_id={ApplicationId}");
    });

    private void Append(LedgerBatch batch)
    {
        var head = batch.Head;
        raw.sqlite3_bind_int64(_moveHead, 1, head.Size);
        raw.sqlite3_bind_int64(_moveHead, 2, head.Drained.Revision);
        raw.sqlite3_bind_int64(_moveHead, 3, head.Drained.Order);
        raw.sqlite3_bind_text(_moveHead, 4, head.Checkpoint);
        raw.sqlite3_bind_int64(_moveHead, 5, batch.First);
        _file.Run(_moveHead);
        if (_file.ReadNumber("SELECT changes()") != 1)
            throw LedgerErrors.Forked(batch.First, _file.ReadNumber("SELECT size FROM head"));
        foreach (var part in PartsOf(batch))
        {
            raw.sqlite3_bind_int64(_appendPart, 1, part.First);
            raw.sqlite3_bind_int64(_appendPart, 2, part.Entries.Count);
            raw.sqlite3_bind_blob(_appendPart, 3, EntryBundle.Write(part.Entries));
            _file.Run(_appendPart);
        }

        foreach (var (tile, hashes, root) in batch.Tiles)
        {
            raw.sqlite3_bind_int64(_appendTile, 1, tile.Level);
            raw.sqlite3_bind_int64(_appendTile, 2, tile.Index);
            raw.sqlite3_bind_blob(_appendTile, 3, TileHashes.Write([root]));
            raw.sqlite3_bind_blob(_appendTile, 4, TileHashes.Write(hashes));
            _file.Run(_appendTile);
        }

        foreach (var handover in batch.Handovers)
        {
            using var insert = _file.Prepare("INSERT INTO handover(size, note, entry) VALUES(?, ?, ?)");
            raw.sqlite3_bind_int64(insert, 1, handover.Size);
            raw.sqlite3_bind_text(insert, 2, handover.Note);
            raw.sqlite3_bind_blob(insert, 3, handover.Entry.Span);
            _file.Run(insert);
        }

        foreach (var text in batch.Personal)
        {
            raw.sqlite3_bind_text(_appendPersonal, 1, text.Commitment);
            // They go when all entries of their batch are pruned.
            raw.sqlite3_bind_int64(_appendPersonal, 2, batch.First + batch.Entries.Count - 1);
            raw.sqlite3_bind_blob(_appendPersonal, 3, text.Salt.Span);
            raw.sqlite3_bind_text(_appendPersonal, 4, text.Text);
            _file.Run(_appendPersonal);
        }
    }

    private static IEnumerable<(long First, IReadOnlyList<ReadOnlyMemory<byte>> Entries)> PartsOf(LedgerBatch batch)
    {
        for (var i = 0; i < batch.Entries.Count;)
        {
            var first = batch.First + i;
            var count = (int)Math.Min(TileId.FullWidth - (first % TileId.FullWidth), batch.Entries.Count - i);
            yield return (first, [.. batch.Entries.Skip(i).Take(count)]);
            i += count;
        }
    }

    private async ValueTask<Turn> TakeTurnAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Turn(_turn);
    }

    private readonly struct Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
