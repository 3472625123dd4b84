using System.Buffers.Binary;
using InfraFabric.State.Contract;
using InfraFabric.State.Storage;

namespace InfraFabric.State.Backup;

/// <summary>
/// Writes the whole state as of one revision into a stream, from any backend, while it goes on serving. Records that
/// live on a lease are left out: they speak of sessions, and those end with the state that is being replaced. So is
/// which ledger takes the notes: that is a matter of the place where the state is, not of the state.
/// </summary>
public static class StateBackup
{
    private const string LedgerKey = "witness/ledger";

    public static async Task<BackupSummary> WriteAsync(
        IStateStore store, Stream destination, CancellationToken cancellationToken = default)
    {
        var writer = new PackedWriter();
        var output = new BackupOutput(destination);
        var page = await store.ListAsync(new ListQuery("", StateLimits.MaxPageSize), cancellationToken);
        var revision = page.Revision;
        await output.StartAsync(revision, cancellationToken);

        var records = 0L;
        while (true)
        {
            records += await WriteAsync(output, writer, page.Records, cancellationToken);
            if (!page.More)
                break;
            page = await store.ListAsync(
                new ListQuery("", StateLimits.MaxPageSize) { After = page.Records[^1].Key, AtRevision = revision },
                cancellationToken);
        }

        var notes = await WriteNotesAsync(store, output, writer, revision, cancellationToken);
        return await output.EndAsync(revision, records, notes, cancellationToken);
    }

    private static async Task<int> WriteAsync(
        BackupOutput output, PackedWriter writer, IReadOnlyList<Record> records, CancellationToken cancellationToken)
    {
        var written = 0;
        SnapshotForm.StartRecords(writer);
        foreach (var record in records.Where(record => record.Lease.IsNone && record.Key.Text != LedgerKey))
        {
            SnapshotForm.Add(writer, record);
            written++;
            if (writer.Length < SnapshotForm.ChunkBytes)
                continue;
            await output.WriteAsync(writer, cancellationToken);
            SnapshotForm.StartRecords(writer);
        }

        await output.WriteAsync(writer, cancellationToken);
        return written;
    }

    private static async Task<long> WriteNotesAsync(
        IStateStore store, BackupOutput output, PackedWriter writer, long revision, CancellationToken cancellationToken)
    {
        var written = 0L;
        var after = NotePosition.Start;
        while (true)
        {
            var notes = (await store.ReadNotesAsync(after, StateLimits.MaxNotesRead, cancellationToken))
                .Where(note => note.Position.Revision <= revision).ToList();
            if (notes.Count == 0)
                return written;
            SnapshotForm.Notes(
                writer, notes.Select(n => (n.Position, (ReadOnlyMemory<byte>)WitnessNoteForm.Encode(n.Note))));
            await output.WriteAsync(writer, cancellationToken);
            after = notes[^1].Position;
            written += notes.Count;
        }
    }

    /// <summary>The stream being written, with the number of the next chunk.</summary>
    private sealed class BackupOutput(Stream destination)
    {
        private readonly PackedWriter _frame = new();
        private long _place;
        private long _bytes;

        public async Task StartAsync(long revision, CancellationToken cancellationToken)
        {
            await destination.WriteAsync(BackupForm.Magic.ToArray(), cancellationToken);
            _bytes = BackupForm.Magic.Length;
            _frame.Clear();
            _frame.Unsealed();
            _frame.Number(revision);
            await WriteAsync(_frame, cancellationToken);
        }

        public async Task WriteAsync(PackedWriter chunk, CancellationToken cancellationToken)
        {
            chunk.Seal(_place++);
            await WriteFramedAsync(chunk, cancellationToken);
        }

        public async Task<BackupSummary> EndAsync(
            long revision, long records, long notes, CancellationToken cancellationToken)
        {
            await destination.WriteAsync(new byte[sizeof(int)], cancellationToken);
            _bytes += sizeof(int);
            _frame.Clear();
            _frame.Unsealed();
            _frame.Number(_place);
            _frame.Number(records);
            _frame.Number(notes);
            _frame.Seal(BackupForm.EndPlace);
            await WriteFramedAsync(_frame, cancellationToken);
            await destination.FlushAsync(cancellationToken);
            return new BackupSummary(revision, records, notes, _bytes);
        }

        private async Task WriteFramedAsync(PackedWriter chunk, CancellationToken cancellationToken)
        {
            var length = new byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(length, chunk.Length);
            await destination.WriteAsync(length, cancellationToken);
            await destination.WriteAsync(chunk.Written.ToArray(), cancellationToken);
            _bytes += sizeof(int) + chunk.Length;
        }
    }
}
