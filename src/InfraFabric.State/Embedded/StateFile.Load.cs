using InfraFabric.Core.Errors;
using InfraFabric.State.Memory;
using InfraFabric.State.Storage;
using SQLitePCL;

namespace InfraFabric.State.Embedded;

internal sealed partial class StateFile
{
    private void Load(MemoryState state)
    {
        LoadSnapshot(state);
        state.History.StartAt(_header.Revision);
        LoadLog(state);
        if (Sequence < _mark.Sequence)
        {
            throw new InvalidDataException(
                $"The log ends with row {Sequence}, but row {_mark.Sequence} had been acknowledged");
        }

        DeleteLeftovers();
    }

    private void LoadSnapshot(MemoryState state)
    {
        using var statement = _sqlite.Prepare("SELECT id, body FROM chunk WHERE id BETWEEN ? AND ? ORDER BY id");
        raw.sqlite3_bind_int64(statement, 1, ChunkId(_header.Generation, 0));
        raw.sqlite3_bind_int64(statement, 2, ChunkId(_header.Generation, int.MaxValue));
        long chunks = 0, records = 0;
        while (_sqlite.Step(statement))
        {
            var id = raw.sqlite3_column_int64(statement, 0);
            var body = raw.sqlite3_column_blob(statement, 1);
            if (id != ChunkId(_header.Generation, chunks))
                throw new InvalidDataException($"Chunk {chunks} of its snapshot is missing");
            records += Verified($"Chunk {chunks} of its snapshot", body, id, state);
            SnapshotBytes += body.Length;
            chunks++;
        }

        if (chunks != _header.Chunks || records != _header.Records)
        {
            throw new InvalidDataException(
                $"Its snapshot has {chunks} of {_header.Chunks} chunks and {records} of {_header.Records} records");
        }
    }

    private static int Verified(string what, ReadOnlySpan<byte> body, long id, MemoryState state)
    {
        try
        {
            return SnapshotForm.Load(body, id, state);
        }
        catch (Exception e) when (e is InvalidDataException or FabricException or ArgumentException)
        {
            throw new InvalidDataException($"{what} cannot be trusted: {e.Message}", e);
        }
    }

    private void LoadLog(MemoryState state)
    {
        using var statement = _sqlite.Prepare("SELECT sequence, body FROM log WHERE sequence >= ? ORDER BY sequence");
        raw.sqlite3_bind_int64(statement, 1, _header.FirstSequence);
        Sequence = _header.FirstSequence - 1;
        while (_sqlite.Step(statement))
        {
            var sequence = raw.sqlite3_column_int64(statement, 0);
            if (sequence != Sequence + 1)
                throw new InvalidDataException($"Row {Sequence + 1} of its log is missing");
            var body = raw.sqlite3_column_blob(statement, 1);
            ApplyRow(body, sequence, state);
            _rows.Add(state.Revision, body.Length);
            LogBytes += body.Length;
            Sequence = sequence;
        }
    }

    private static void ApplyRow(ReadOnlySpan<byte> body, long sequence, MemoryState state)
    {
        try
        {
            EntryForm.Read(body, sequence, state, entry =>
            {
                // A row may begin with entries that the snapshot holds already; their removals of notes
                // count all the same.
                if (entry.Revision == 0 || entry.Revision > state.Revision)
                    state.Apply(entry);
            });
        }
        catch (Exception e) when (e is InvalidDataException or FabricException or InvalidOperationException)
        {
            throw new InvalidDataException($"Row {sequence} of its log cannot be trusted: {e.Message}", e);
        }
    }
}
