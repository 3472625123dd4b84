using InfraFabric.Core.Crypto;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Storage;
using SQLitePCL;

namespace InfraFabric.Witness.Sqlite;

/// <content>What is read, beside the writing.</content>
public sealed partial class SqliteLedgerStore
{
    public ValueTask<LedgerHead> LoadAsync(CancellationToken cancellationToken = default) => _readers.ReadAsync(
        file =>
        {
            using var row = file.Prepare("SELECT size, revision, place, checkpoint, pruned FROM head WHERE id = 1");
            if (!file.Step(row))
                throw LedgerErrors.Damaged("Its head is missing.");
            return new LedgerHead(
                raw.sqlite3_column_int64(row, 0),
                new NotePosition(raw.sqlite3_column_int64(row, 1), raw.sqlite3_column_int(row, 2)),
                raw.sqlite3_column_text(row, 3).utf8_to_string(), raw.sqlite3_column_int64(row, 4));
        },
        cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>?> ReadTileAsync(
        int level, long index, CancellationToken cancellationToken = default) => _readers.ReadAsync(
        file =>
        {
            using var row = file.Prepare("SELECT hashes FROM tile WHERE level = ? AND place = ?");
            raw.sqlite3_bind_int64(row, 1, level);
            raw.sqlite3_bind_int64(row, 2, index);
            return file.Step(row) ? raw.sqlite3_column_blob(row, 0).ToArray() : (ReadOnlyMemory<byte>?)null;
        },
        cancellationToken);

    public ValueTask<IReadOnlyList<Sha256Hash>> ReadTileRootsAsync(
        int level, long first, int count, CancellationToken cancellationToken = default) => _readers.ReadAsync(
        file =>
        {
            using var row = file.Prepare("SELECT root FROM tile WHERE level = ? AND place >= ? ORDER BY place LIMIT ?");
            raw.sqlite3_bind_int64(row, 1, level);
            raw.sqlite3_bind_int64(row, 2, first);
            raw.sqlite3_bind_int64(row, 3, count);
            var roots = new List<Sha256Hash>(count);
            while (file.Step(row))
                roots.Add(Sha256Hash.FromBytes(raw.sqlite3_column_blob(row, 0)));
            return (IReadOnlyList<Sha256Hash>)roots;
        },
        cancellationToken);

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadEntriesAsync(
        long first, int count, CancellationToken cancellationToken = default) => _readers.ReadAsync(
        file =>
        {
            var found = new List<ReadOnlyMemory<byte>>(count);
            using var row = file.Prepare(
                "SELECT first, count, body FROM part WHERE first >= coalesce((SELECT max(first) FROM part"
                + " WHERE first <= ?1), 0) ORDER BY first");
            raw.sqlite3_bind_int64(row, 1, first);
            while (found.Count < count && file.Step(row))
                Take(row, first, count, found);
            return (IReadOnlyList<ReadOnlyMemory<byte>>)found;
        },
        cancellationToken);

    public ValueTask<ActorSequences> LoadActorsAsync(CancellationToken cancellationToken = default) =>
        _readers.ReadAsync(
            file =>
            {
                using var row = file.Prepare("SELECT size, body FROM actors WHERE id = 1");
                return file.Step(row)
                    ? new ActorSequences(
                        raw.sqlite3_column_int64(row, 0), ActorsForm.Read(raw.sqlite3_column_blob(row, 1)))
                    : ActorSequences.Empty;
            },
            cancellationToken);

    public ValueTask<IReadOnlyList<LedgerHandover>> LoadHandoversAsync(
        CancellationToken cancellationToken = default) => _readers.ReadAsync(
        file =>
        {
            using var row = file.Prepare("SELECT size, note, entry FROM handover ORDER BY size");
            var found = new List<LedgerHandover>();
            while (file.Step(row))
            {
                found.Add(new LedgerHandover(
                    raw.sqlite3_column_int64(row, 0), raw.sqlite3_column_text(row, 1).utf8_to_string(),
                    raw.sqlite3_column_blob(row, 2).ToArray()));
            }

            return (IReadOnlyList<LedgerHandover>)found;
        },
        cancellationToken);

    public ValueTask<PersonalText?> ReadPersonalAsync(
        string commitment, CancellationToken cancellationToken = default) => _readers.ReadAsync(
        file =>
        {
            using var row = file.Prepare("SELECT salt, text FROM personal WHERE commitment = ?");
            raw.sqlite3_bind_text(row, 1, commitment);
            return file.Step(row)
                ? new PersonalText(
                    commitment, raw.sqlite3_column_blob(row, 0).ToArray(),
                    raw.sqlite3_column_text(row, 1).utf8_to_string())
                : null;
        },
        cancellationToken);

    private static void Take(sqlite3_stmt row, long first, int count, List<ReadOnlyMemory<byte>> found)
    {
        var begin = raw.sqlite3_column_int64(row, 0);
        var entries = raw.sqlite3_column_int(row, 1);
        IReadOnlyList<ReadOnlyMemory<byte>>? read = null;
        if (raw.sqlite3_column_type(row, 2) != raw.SQLITE_NULL)
        {
            read = EntryBundle.Read(
                raw.sqlite3_column_blob(row, 2).ToArray(), new TileId(TileId.Entries, begin, entries));
        }

        for (var i = (int)Math.Max(0, first - begin); i < entries && found.Count < count; i++)
            found.Add(read?[i] ?? ReadOnlyMemory<byte>.Empty);
    }
}
