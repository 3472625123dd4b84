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

        writer.Number(entry.Versions.Count);
        for (var i = 0; i < entry.Versions.Count; i++)
            Write(writer, entry.Versions[i]);
        writer.Number(entry.Notes.Count);
        for (var i = 0; i < entry.Notes.Count; i++)
            writer.Bytes(entry.Notes[i]);
    }

    private static void Write(PackedWriter writer, Record version)
    {
        writer.Ascii(version.Key.Text);
        // The lease is shifted by one to tell a removal from a record without a lease.
        writer.Number(version.IsTombstone ? 0 : version.Lease.Value + 1);
        if (!version.IsTombstone)
            writer.Bytes(version.Value.Span);
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

        var versions = new Record[reader.Count()];
        for (var i = 0; i < versions.Length; i++)
            versions[i] = ReadVersion(ref reader, revision, state);
        var notes = new byte[reader.Count()][];
        for (var i = 0; i < notes.Length; i++)
            notes[i] = reader.Bytes();

        return new LogEntry
        {
            Revision = revision,
            Granted = granted,
            EndedLease = ended,
            RemovedNotes = removed,
            Versions = versions,
            Notes = notes,
        };
    }

    private static Record ReadVersion(ref PackedReader reader, long revision, MemoryState state)
    {
        var text = reader.Ascii();
        var before = state.Find(text);
        var key = before?.Key ?? new RecordKey(text);
        var lease = reader.Number();
        return lease == 0
            ? Record.Tombstone(key, revision)
            : new Record(key, reader.Bytes(), before?.CreateRevision ?? revision, revision, new LeaseId(lease - 1));
    }
}
