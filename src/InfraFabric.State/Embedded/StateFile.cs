using InfraFabric.Core.Errors;
using InfraFabric.State.Memory;
using InfraFabric.State.Sqlite;
using InfraFabric.State.Storage;
using SQLitePCL;

namespace InfraFabric.State.Embedded;

/// <summary>
/// The files of the embedded state: a snapshot and the log after it in SQLite, the acknowledged mark, and the lock.
/// Opening verifies all of it; what cannot be verified is not served. Used by one thread at a time.
/// </summary>
/// <remarks>
/// A row of the log is a group of commits, sealed together with its number. Numbers have no gap, the last one is at
/// least the acknowledged mark, and the chunks of the snapshot are counted: so nothing can be missing without being
/// noticed.
/// </remarks>
internal sealed partial class StateFile : IDisposable
{
    private const long ApplicationId = 0x49465354;

    // A log longer than this is moved into the file also while commits come without a pause.
    private const long CheckpointBytes = 32 * 1024 * 1024;

    private readonly StateLock _lock;
    private readonly SqliteFile _sqlite;
    private readonly AcknowledgedMark _mark;
    private readonly PackedWriter _row = new();
    private readonly sqlite3_stmt _append;
    private readonly LogIndex _rows;
    private SnapshotHeader _header;

    private StateFile(string path, StateLock @lock, SqliteFile sqlite, AcknowledgedMark mark, SnapshotHeader header)
    {
        Path = path;
        _lock = @lock;
        _sqlite = sqlite;
        _mark = mark;
        _header = header;
        _rows = new LogIndex(header.FirstSequence);
        _append = sqlite.Prepare("INSERT INTO log(sequence, body) VALUES(?, ?)");
    }

    public string Path { get; }

    /// <summary>The number of the last row.</summary>
    public long Sequence { get; private set; }

    /// <summary>Bytes of the rows since the snapshot.</summary>
    public long LogBytes { get; private set; }

    /// <summary>Bytes of the snapshot.</summary>
    public long SnapshotBytes { get; private set; }

    /// <summary>Bytes appended since the last checkpoint.</summary>
    public long UncheckpointedBytes { get; private set; }

    /// <summary>Whether the disk failed in a way that only opening again can settle.</summary>
    public bool IsBroken => _sqlite.IsBroken;

    public long DiskBytes =>
        new[] { Path, Path + "-wal" }.Sum(file => File.Exists(file) ? new FileInfo(file).Length : 0);

    /// <summary>Takes the files of a folder, verifies them, and loads what they hold.</summary>
    public static StateFile Open(string directory, MemoryState state)
    {
        MakeDirectory(directory);
        var path = System.IO.Path.Combine(directory, "state.db");
        var @lock = StateLock.Take(directory);
        AcknowledgedMark? mark = null;
        SqliteFile? sqlite = null;
        StateFile? file = null;
        try
        {
            mark = AcknowledgedMark.Open(System.IO.Path.Combine(directory, "state.mark"));
            if (mark.Sequence > 0 && !File.Exists(path))
                throw new InvalidDataException("The file is gone, but its log had been acknowledged");
            MakePrivate(path);
            sqlite = new SqliteFile(path, reason => StateDamage.Found(path, reason));
            file = Open(path, @lock, sqlite, mark);
            file.Load(state);
            sqlite.AllowCheckpoint();
            return file;
        }
        catch (Exception e)
        {
            file?._append.Dispose();
            sqlite?.Dispose();
            mark?.Dispose();
            @lock.Dispose();
            if (e is InvalidDataException)
                throw StateDamage.Found(path, $"{e.Message}.", e);
            if (e is IOException or UnauthorizedAccessException)
                throw StateLock.NotWritable(directory, e);
            throw;
        }
    }

    /// <summary>Makes the files of a folder from a state that has no history, as of a revision.</summary>
    public static void Create(string directory, MemoryState state, long revision)
    {
        using var file = Open(directory, new MemoryState(TimeProvider.System));
        var generation = file.NextGeneration;
        long chunks = 0, records = 0, bytes = 0;
        state.History.StartAt(revision);
        file._sqlite.Transact(() =>
        {
            foreach (var chunk in new SnapshotSource(state, new Lock()).Chunks(revision))
            {
                var id = ChunkId(generation, chunks++);
                chunk.Writer.Seal(id);
                file.WriteChunk(id, chunk.Writer.Written);
                records += chunk.Records;
                bytes += chunk.Writer.Length;
            }
        });
        file.Adopt(new SnapshotHeader(generation, revision, chunks, records, FirstSequence: 1), bytes);
    }

    /// <summary>
    /// Makes a group of entries durable. When it returns they are; when it throws they are not, unless the disk is
    /// broken.
    /// </summary>
    public void Append(IReadOnlyList<LogEntry> entries, long lastRevision)
    {
        var sequence = Sequence + 1;
        EntryForm.Write(_row, entries, sequence);
        raw.sqlite3_bind_int64(_append, 1, sequence);
        raw.sqlite3_bind_blob(_append, 2, _row.Written);
        _sqlite.Run(_append);
        Sequence = sequence;
        _rows.Add(lastRevision, _row.Length);
        LogBytes += _row.Length;
        UncheckpointedBytes += _row.Length;
        _mark.Advance(sequence);
    }

    /// <summary>Moves the log into the file, now and here.</summary>
    public void Checkpoint()
    {
        if (_sqlite.TryCheckpoint())
            UncheckpointedBytes = 0;
    }

    /// <summary>Moves the log into the file once it has grown so far that reading it back would take long.</summary>
    public void CheckpointWhenDue()
    {
        if (UncheckpointedBytes >= CheckpointBytes)
            Checkpoint();
    }

    public void Dispose()
    {
        _append.Dispose();
        _sqlite.Dispose();
        _mark.Dispose();
        _lock.Dispose();
    }

    private static void MakeDirectory(string directory)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(directory);
            else
                Directory.CreateDirectory(
                    directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FabricException(ErrorTable.StateFailed, $"The folder '{directory}' cannot be made.", e.Message,
                "Give this user write access to the folder above it, or choose another with --home.", e);
        }
    }

    // SQLite makes its other files with the mode of this one.
    private static void MakePrivate(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (!File.Exists(path))
            File.Open(path, options).Dispose();
    }

    private static StateFile Open(string path, StateLock @lock, SqliteFile sqlite, AcknowledgedMark mark)
    {
        sqlite.Configure(exclusive: true);
        if (sqlite.ReadNumber("PRAGMA application_id") == 0 && mark.Sequence == 0
            && sqlite.ReadNumber("SELECT count(*) FROM sqlite_schema") == 0)
        {
            Create(sqlite);
        }

        if (sqlite.ReadNumber("PRAGMA application_id") != ApplicationId)
            throw new InvalidDataException("It is not a state file of InfraFabric");
        var verdict = sqlite.ReadText("PRAGMA quick_check(1)");
        if (verdict != "ok")
            throw new InvalidDataException($"SQLite's check says: {verdict}");
        return new StateFile(path, @lock, sqlite, mark, ReadHeader(sqlite));
    }

    private static void Create(SqliteFile sqlite) => sqlite.Transact(() =>
    {
        sqlite.Execute("CREATE TABLE header(id INTEGER PRIMARY KEY, body BLOB NOT NULL)");
        sqlite.Execute("CREATE TABLE chunk(id INTEGER PRIMARY KEY, body BLOB NOT NULL)");
        sqlite.Execute("CREATE TABLE log(sequence INTEGER PRIMARY KEY, body BLOB NOT NULL)");
        sqlite.Execute($"PRAGMA application_id={ApplicationId}");
        WriteHeader(sqlite, SnapshotHeader.Empty);
    });

    private static SnapshotHeader ReadHeader(SqliteFile sqlite)
    {
        using var statement = sqlite.Prepare("SELECT body FROM header WHERE id = 1");
        if (!sqlite.Step(statement))
            throw new InvalidDataException("Its header is missing");
        try
        {
            return SnapshotHeader.Decode(raw.sqlite3_column_blob(statement, 0));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"Its header cannot be trusted: {e.Message}", e);
        }
    }

    private static void WriteHeader(SqliteFile sqlite, SnapshotHeader header)
    {
        using var statement = sqlite.Prepare("INSERT OR REPLACE INTO header(id, body) VALUES(1, ?)");
        raw.sqlite3_bind_blob(statement, 1, header.Encode());
        sqlite.Run(statement);
    }
}
