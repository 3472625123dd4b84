using InfraFabric.State.Contract;
using InfraFabric.State.Memory;
using InfraFabric.State.Storage;

namespace InfraFabric.State.Embedded;

/// <summary>Reads the state as it was at a revision, chunk by chunk, while commits go on.</summary>
internal sealed class SnapshotSource(MemoryState state, Lock @lock)
{
    private readonly PackedWriter _writer = new();

    /// <summary>
    /// The chunks in the order in which they must be loaded, not yet sealed. Each is valid until the next is taken.
    /// </summary>
    public IEnumerable<(PackedWriter Writer, int Records)> Chunks(long revision)
    {
        lock (@lock)
            SnapshotForm.Leases(_writer, state.Leases.LivingAt(revision));
        yield return (_writer, 0);

        foreach (var records in RecordChunks(revision))
            yield return (_writer, records);

        var after = NotePosition.Start;
        while (true)
        {
            List<(NotePosition Position, ReadOnlyMemory<byte> Encoded)> notes;
            lock (@lock)
                notes = state.Outbox.Read(after, revision, StateLimits.MaxNotesRead);
            if (notes.Count == 0)
                yield break;
            SnapshotForm.Notes(_writer, notes);
            after = notes[^1].Position;
            yield return (_writer, 0);
        }
    }

    private IEnumerable<int> RecordChunks(long revision)
    {
        SnapshotForm.StartRecords(_writer);
        var records = 0;
        RecordPage page;
        RecordKey? last = null;
        do
        {
            lock (@lock)
                page = state.List(new ListQuery("", StateLimits.MaxPageSize) { After = last, AtRevision = revision });
            foreach (var record in page.Records)
            {
                SnapshotForm.Add(_writer, record);
                last = record.Key;
                records++;
                if (_writer.Length < SnapshotForm.ChunkBytes)
                    continue;
                yield return records;
                SnapshotForm.StartRecords(_writer);
                records = 0;
            }
        }
        while (page.More);

        yield return records;
    }
}
