using SQLitePCL;

namespace InfraFabric.State.Embedded;

internal sealed partial class StateFile
{
    // Rows deleted in one transaction: little enough not to hold up commits for long.
    private const int DeletedAtOnce = 64;

    /// <summary>The number of the snapshot to be written next. Until it is adopted, its chunks mean nothing.</summary>
    public long NextGeneration => _header.Generation + 1;

    /// <summary>Where the chunk of a snapshot belongs; the chunk is sealed with it.</summary>
    public static long ChunkId(long generation, long chunk) => (generation << 32) | chunk;

    /// <summary>Writes one sealed chunk of the next snapshot.</summary>
    public void WriteChunk(long id, ReadOnlySpan<byte> sealedChunk)
    {
        using var statement = _sqlite.Prepare("INSERT OR REPLACE INTO chunk(id, body) VALUES(?, ?)");
        raw.sqlite3_bind_int64(statement, 1, id);
        raw.sqlite3_bind_blob(statement, 2, sealedChunk);
        _sqlite.Run(statement);
        UncheckpointedBytes += sealedChunk.Length;
    }

    /// <summary>The first row of the log that a snapshot of a revision does not hold whole.</summary>
    public long FirstSequenceAfter(long revision) => _rows.FirstAfter(revision);

    /// <summary>Makes a snapshot the valid one; from now on the file starts from it.</summary>
    public void Adopt(SnapshotHeader header, long snapshotBytes)
    {
        _sqlite.Transact(() => WriteHeader(_sqlite, header));
        _header = header;
        SnapshotBytes = snapshotBytes;
        LogBytes = _rows.ForgetBefore(header.FirstSequence);
    }

    /// <summary>Deletes some of what no longer counts; false when nothing is left.</summary>
    public bool DeleteSomeLeftovers()
    {
        var oldChunk = ChunkId(_header.Generation, 0);
        _sqlite.Execute(
            $"DELETE FROM chunk WHERE id IN (SELECT id FROM chunk WHERE id < {oldChunk} LIMIT {DeletedAtOnce})");
        var deleted = _sqlite.ReadNumber("SELECT changes()");
        _sqlite.Execute(
            $"DELETE FROM log WHERE sequence IN (SELECT sequence FROM log WHERE sequence < {_header.FirstSequence}"
            + $" LIMIT {DeletedAtOnce})");
        deleted += _sqlite.ReadNumber("SELECT changes()");
        return deleted > 0;
    }

    /// <summary>
    /// Deletes some of a snapshot that was given up; false when nothing is left. Its chunks have the number that the
    /// next snapshot will have, so they must be gone before that one is begun.
    /// </summary>
    public bool DeleteSomeUnfinished()
    {
        _sqlite.Execute(
            $"DELETE FROM chunk WHERE id IN (SELECT id FROM chunk WHERE id >= {ChunkId(NextGeneration, 0)}"
            + $" LIMIT {DeletedAtOnce})");
        return _sqlite.ReadNumber("SELECT changes()") > 0;
    }

    private void DeleteLeftovers()
    {
        while (DeleteSomeUnfinished() || DeleteSomeLeftovers())
        {
        }
    }
}
