using System.Text;
using InfraFabric.Core.Crypto;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Storage;
using Npgsql;

namespace InfraFabric.Witness.Postgres;

/// <content>What is read, and how the database is asked.</content>
public sealed partial class PostgresLedgerStore
{
    public ValueTask<LedgerHead> LoadAsync(CancellationToken cancellationToken = default) => _database.ReadAsync(
        "SELECT size, revision, place, checkpoint, pruned FROM witness.head WHERE id = 1", [],
        async (rows, token) => await rows.ReadAsync(token)
            ? new LedgerHead(
                rows.GetInt64(0), new NotePosition(rows.GetInt64(1), rows.GetInt32(2)), rows.GetString(3),
                rows.GetInt64(4))
            : throw LedgerErrors.Damaged("Its head is missing."),
        cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>?> ReadTileAsync(
        int level, long index, CancellationToken cancellationToken = default) => _database.ReadAsync(
        "SELECT hashes FROM witness.tile WHERE level = $1 AND place = $2", [level, index],
        async (rows, token) => await rows.ReadAsync(token)
            ? rows.GetFieldValue<byte[]>(0)
            : (ReadOnlyMemory<byte>?)null,
        cancellationToken);

    public ValueTask<IReadOnlyList<Sha256Hash>> ReadTileRootsAsync(
        int level, long first, int count, CancellationToken cancellationToken = default) => _database.ReadAsync(
        "SELECT root FROM witness.tile WHERE level = $1 AND place >= $2 ORDER BY place LIMIT $3",
        [level, first, count],
        async (rows, token) =>
        {
            var roots = new List<Sha256Hash>(count);
            while (await rows.ReadAsync(token))
                roots.Add(Sha256Hash.FromBytes(rows.GetFieldValue<byte[]>(0)));
            return (IReadOnlyList<Sha256Hash>)roots;
        },
        cancellationToken);

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadEntriesAsync(
        long first, int count, CancellationToken cancellationToken = default) => _database.ReadAsync(
        // One statement, so that the head and the entries are of the same moment.
        "SELECT head.size, head.pruned, entry.place, entry.body FROM witness.head LEFT JOIN witness.entry"
        + " ON entry.place >= $1 AND entry.place < $2 WHERE head.id = 1 ORDER BY entry.place", [first, first + count],
        (rows, token) => TakeAsync(rows, first, count, token),
        cancellationToken);

    public ValueTask<ActorSequences> LoadActorsAsync(
        CancellationToken cancellationToken = default) => _database.ReadAsync(
        "SELECT size, body FROM witness.actors WHERE id = 1", [],
        async (rows, token) => await rows.ReadAsync(token)
            ? new ActorSequences(rows.GetInt64(0), ActorsForm.Read(rows.GetFieldValue<byte[]>(1)))
            : ActorSequences.Empty,
        cancellationToken);

    public ValueTask<IReadOnlyList<LedgerHandover>> LoadHandoversAsync(
        CancellationToken cancellationToken = default) => _database.ReadAsync(
        "SELECT size, note, entry FROM witness.handover ORDER BY size", [],
        async (rows, token) =>
        {
            var found = new List<LedgerHandover>();
            while (await rows.ReadAsync(token))
                found.Add(new LedgerHandover(rows.GetInt64(0), rows.GetString(1), rows.GetFieldValue<byte[]>(2)));
            return (IReadOnlyList<LedgerHandover>)found;
        },
        cancellationToken);

    public ValueTask<PersonalText?> ReadPersonalAsync(
        string commitment, CancellationToken cancellationToken = default) => _database.ReadAsync(
        "SELECT salt, text FROM witness.personal WHERE commitment = $1", [commitment],
        async (rows, token) => await rows.ReadAsync(token)
            ? new PersonalText(
                commitment, rows.GetFieldValue<byte[]>(0), Encoding.UTF8.GetString(rows.GetFieldValue<byte[]>(1)))
            : null,
        cancellationToken);

    private static async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> TakeAsync(
        NpgsqlDataReader rows, long first, int count, CancellationToken cancellationToken)
    {
        var found = new List<ReadOnlyMemory<byte>>(count);
        long size = 0, pruned = 0;
        while (await rows.ReadAsync(cancellationToken))
        {
            (size, pruned) = (rows.GetInt64(0), rows.GetInt64(1));
            if (await rows.IsDBNullAsync(2, cancellationToken))
                break;
            Skip(rows.GetInt64(2));
            found.Add(rows.GetFieldValue<byte[]>(3));
        }

        Skip(Math.Min(first + count, size));
        return found;

        void Skip(long place)
        {
            for (var at = first + found.Count; at < place; at++)
            {
                if (at >= pruned)
                    throw LedgerErrors.Damaged($"Entry {at} of {size} is missing.");
                found.Add(ReadOnlyMemory<byte>.Empty);
            }
        }
    }
}
