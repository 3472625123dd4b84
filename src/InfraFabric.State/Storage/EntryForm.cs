using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
using InfraFabric.State.Memory;

namespace InfraFabric.State.Storage;

/// <summary>
/// The stored form of a group of log entries: one row of the log. Create revisions are not stored: applying the entries
/// in order makes them again, which is why reading needs the state that the rows before have built.
/// </summary>
internal static class EntryForm
{
    [Flags]
    private enum Parts : byte
    {
        None = 0,
        Granted = 1,
        Ended = 2,
        RemovedNotes = 4,
    }

    public static void Write(PackedWriter writer, IReadOnlyList<LogEntry> entries, long sequence)
    {
        writer.Clear();
        writer.Unsealed();
        foreach (var entry in entries)
            Write(writer, entry);
        writer.Seal(sequence);
    }

    /// <summary>Reads one row, giving each entry to the caller before the next is read.</summary>
    public static void Read(ReadOnlySpan<byte> row, long sequence, MemoryState state, Action<LogEntry> take)
    {
        var reader = new PackedReader(row, sequence);
        while (!reader.AtEnd)
            take(Read(ref reader, state));
    }

    private static void Write(PackedWriter writer, LogEntry entry)
    {
        writer.Number(entry.Revision);
        writer.Byte((byte)PartsOf(entry));
        if (entry.Granted is { } terms)
        {
            writer.Number((long)terms.TimeToLive.TotalMilliseconds);
            writer.Id(terms.Trace.Value);
        }

        if (!entry.EndedLease.IsNone)
            writer.Number(entry.EndedLease.Value);
        if (entry.RemovedNotes > NotePosition.Start)
        {
            writer.Number(entry.RemovedNotes.Revision);
            writer.Number(entry.RemovedNotes.Order);
        }

        writer.Number(entry.Changes.Count);
        foreach (var change in entry.Changes)
            Write(writer, change);
        writer.Number(entry.Notes.Count);
        foreach (var note in entry.Notes)
            writer.Bytes(note);
    }

    private static void Write(PackedWriter writer, Change change)
    {
        writer.Ascii(change.Key.Text);
        // The lease is shifted by one to tell a removal from a record without a lease.
        writer.Number(change.Record is null ? 0 : change.Record.Lease.Value + 1);
        if (change.Record is not null)
            writer.Bytes(change.Record.Value.Span);
    }

    private static Parts PartsOf(LogEntry entry) =>
        (entry.Granted is null ? Parts.None : Parts.Granted)
        | (entry.EndedLease.IsNone ? Parts.None : Parts.Ended)
        | (entry.RemovedNotes > NotePosition.Start ? Parts.RemovedNotes : Parts.None);

    private static LogEntry Read(ref PackedReader reader, MemoryState state)
    {
        var revision = reader.Number();
        var parts = (Parts)reader.Byte();
        LeaseTerms? granted = parts.HasFlag(Parts.Granted)
            ? new LeaseTerms(TimeSpan.FromMilliseconds(reader.Number()), TraceToken.From(reader.Id()))
            : null;
        var ended = parts.HasFlag(Parts.Ended) ? new LeaseId(reader.Number()) : LeaseId.None;
        var removed = parts.HasFlag(Parts.RemovedNotes)
            ? new NotePosition(reader.Number(), (int)reader.Number())
            : NotePosition.Start;

        var changes = new Change[reader.Count()];
        for (var i = 0; i < changes.Length; i++)
            changes[i] = ReadChange(ref reader, revision, state);
        var notes = new byte[reader.Count()][];
        for (var i = 0; i < notes.Length; i++)
            notes[i] = reader.Bytes();

        return new LogEntry
        {
            Revision = revision,
            Granted = granted,
            EndedLease = ended,
            RemovedNotes = removed,
            Changes = changes,
            Notes = notes,
        };
    }

    private static Change ReadChange(ref PackedReader reader, long revision, MemoryState state)
    {
        var key = new RecordKey(reader.Ascii());
        var lease = reader.Number();
        if (lease == 0)
            return new Change(key, null);
        var before = state.Find(key.Text);
        var create = before?.CreateRevision ?? revision;
        // The tree keeps the key of the first version; sharing it saves one string for every later one.
        var shared = before?.Key ?? key;
        return new Change(shared, new Record(shared, reader.Bytes(), create, revision, new LeaseId(lease - 1)));
    }
}
