using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
using InfraFabric.State.Memory;

namespace InfraFabric.State.Storage;

/// <summary>
/// The stored form of a whole state as of one revision: sealed chunks of records, then one of leases, then notes. Used
/// by the embedded file and by backups.
/// </summary>
internal static class SnapshotForm
{
    /// <summary>
    /// A chunk is closed when it reaches this size, so that writing one does not hold up commits for long.
    /// </summary>
    public const int ChunkBytes = 128 * 1024;

    private enum Kind : byte
    {
        Records = 1,
        Leases = 2,
        Notes = 3,
    }

    public static void StartRecords(PackedWriter writer) => Start(writer, Kind.Records);

    public static void Add(PackedWriter writer, Record record)
    {
        writer.Ascii(record.Key.Text);
        writer.Number(record.CreateRevision);
        writer.Number(record.ModifyRevision);
        writer.Number(record.Lease.Value);
        writer.Bytes(record.Value.Span);
    }

    public static void Leases(PackedWriter writer, IEnumerable<Lease> leases)
    {
        Start(writer, Kind.Leases);
        foreach (var lease in leases)
        {
            writer.Number(lease.Id.Value);
            writer.Number((long)lease.Terms.TimeToLive.TotalMilliseconds);
            writer.Id(lease.Terms.Trace.Value);
        }
    }

    public static void Notes(
        PackedWriter writer, IEnumerable<(NotePosition Position, ReadOnlyMemory<byte> Encoded)> notes)
    {
        Start(writer, Kind.Notes);
        foreach (var (position, encoded) in notes)
        {
            writer.Number(position.Revision);
            writer.Number(position.Order);
            writer.Bytes(encoded.Span);
        }
    }

    /// <summary>Adds a chunk to a state that has no entry applied yet; the number of records in it.</summary>
    public static int Load(ReadOnlySpan<byte> chunk, long place, MemoryState state)
    {
        var reader = new PackedReader(chunk, place);
        var kind = (Kind)reader.Byte();
        var records = 0;
        while (!reader.AtEnd)
        {
            switch (kind)
            {
                case Kind.Records:
                    state.Load(ReadRecord(ref reader));
                    records++;
                    break;
                case Kind.Leases:
                    state.Leases.Grant(
                        new LeaseId(reader.Number()),
                        new LeaseTerms(TimeSpan.FromMilliseconds(reader.Number()), TraceToken.From(reader.Id())));
                    break;
                case Kind.Notes:
                    state.Outbox.Add(new NotePosition(reader.Number(), (int)reader.Number()), reader.Bytes());
                    break;
                default:
                    throw new InvalidDataException($"a chunk is of the unknown kind {kind}");
            }
        }

        return records;
    }

    private static void Start(PackedWriter writer, Kind kind)
    {
        writer.Clear();
        writer.Unsealed();
        writer.Byte((byte)kind);
    }

    private static Record ReadRecord(ref PackedReader reader)
    {
        var key = new RecordKey(reader.Ascii());
        var create = reader.Number();
        var modify = reader.Number();
        var lease = new LeaseId(reader.Number());
        return new Record(key, reader.Bytes(), create, modify, lease);
    }
}
