using InfraFabric.Core.Errors;
using SQLitePCL;

namespace InfraFabric.State.Sqlite;

/// <summary>
/// One connection to a SQLite file in WAL mode with full synchronisation: when a statement outside a transaction
/// returns, its effect is on disk. Used by one thread at a time.
/// </summary>
public sealed class SqliteFile : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly string _path;
    private readonly Func<string, FabricException> _damaged;

    /// <summary>Opens a file, or makes an empty one.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="damaged">What to say of a file that is not what was written, with SQLite's reason.</param>
    public SqliteFile(string path, Func<string, FabricException> damaged)
    {
        SqliteLibrary.Require();
        _path = path;
        _damaged = damaged;
        var result = raw.sqlite3_open_v2(
            path, out _connection, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, null);
        Check(result);
    }

    /// <summary>Whether the disk failed in a way that leaves open what it holds; only opening again can tell.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>
    /// Sets the connection up. Closing does not touch the file until <see cref="AllowCheckpoint"/>, so that a damaged
    /// one is left as it was found.
    /// </summary>
    /// <param name="exclusive">Whether no other connection may open the file while this one has it.</param>
    public void Configure(bool exclusive)
    {
        Check(raw.sqlite3_db_config(_connection, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _));
        if (exclusive)
            Execute("PRAGMA locking_mode=EXCLUSIVE");
        Execute("PRAGMA journal_mode=WAL");
        Execute("PRAGMA synchronous=FULL");
        Execute("PRAGMA cache_size=-16384");
        // A checkpoint after a commit could fail although the commit is durable, and its error would be taken for the
        // commit's. So checkpoints are made apart.
        Execute("PRAGMA wal_autocheckpoint=0");
    }

    public void AllowCheckpoint() =>
        Check(raw.sqlite3_db_config(_connection, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, out _));

    /// <summary>Moves the log into the file. False if it could not be done now; nothing is lost then.</summary>
    public bool TryCheckpoint() =>
        raw.sqlite3_wal_checkpoint_v2(_connection, null, raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _) == raw.SQLITE_OK;

    public void Execute(string sql)
    {
        using var statement = Prepare(sql);
        while (Step(statement))
        {
        }
    }

    public long ReadNumber(string sql)
    {
        using var statement = Prepare(sql);
        return Step(statement) ? raw.sqlite3_column_int64(statement, 0) : 0;
    }

    public string ReadText(string sql)
    {
        using var statement = Prepare(sql);
        return Step(statement) ? raw.sqlite3_column_text(statement, 0).utf8_to_string() : "";
    }

    public sqlite3_stmt Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_connection, sql, out var statement));
        return statement;
    }

    /// <summary>Advances a statement; true while it has a row.</summary>
    public bool Step(sqlite3_stmt statement)
    {
        var result = raw.sqlite3_step(statement);
        if (result is raw.SQLITE_ROW or raw.SQLITE_DONE)
            return result == raw.SQLITE_ROW;
        var error = ErrorOf(result);
        raw.sqlite3_reset(statement);
        throw error;
    }

    /// <summary>Runs a statement that gives no rows, and makes it ready to run again.</summary>
    public void Run(sqlite3_stmt statement)
    {
        Step(statement);
        Check(raw.sqlite3_reset(statement));
    }

    /// <summary>Runs several statements as one.</summary>
    public void Transact(Action work)
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            work();
            Execute("COMMIT");
        }
        catch
        {
            // A full disk rolls back by itself; then there is nothing left to roll back.
            if (raw.sqlite3_get_autocommit(_connection) == 0)
                Execute("ROLLBACK");
            throw;
        }
    }

    public void Dispose() => _connection.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            throw ErrorOf(result);
    }

    private bool IsWritable()
    {
        try
        {
            using var file = File.Open(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private FabricException ErrorOf(int result)
    {
        var reason = $"SQLite says: {raw.sqlite3_errmsg(_connection).utf8_to_string()} ({result}).";
        switch (result & 0xFF)
        {
            case raw.SQLITE_FULL:
                return new FabricException(ErrorTable.StateFailed, $"The disk that holds '{_path}' is full.", reason,
                    "Free some space; nothing that was acknowledged is lost, and commits work again at once.");
            // Also what SQLite says of a header that asks for a version to come, as a changed byte can.
            case raw.SQLITE_READONLY when IsWritable():
                IsBroken = true;
                return _damaged(reason);
            case raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH:
                return new FabricException(ErrorTable.StateFailed, $"'{_path}' cannot be written.", reason,
                    "Give this user write access to the file and its folder, or choose another with --home.");
            case raw.SQLITE_BUSY or raw.SQLITE_LOCKED:
                return new FabricException(ErrorTable.StateBusy, $"Another program has '{_path}' open.", reason,
                    "Close that program; only one may use it at a time.");
            case raw.SQLITE_IOERR:
                IsBroken = true;
                return new FabricException(ErrorTable.StateFailed, $"The disk failed while '{_path}' was used.", reason,
                    "Check the disk and the system's log, then start again: what is on disk is verified at opening.");
            default:
                IsBroken = true;
                return _damaged(reason);
        }
    }
}
