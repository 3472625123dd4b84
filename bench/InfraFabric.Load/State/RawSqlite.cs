using InfraFabric.State.Sqlite;
using SQLitePCL;

namespace InfraFabric.Load.State;

/// <summary>The peer: a table of blobs in SQLite, WAL mode, full synchronisation, and nothing else.</summary>
internal sealed class RawSqlite : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _insert;

    public RawSqlite(string path)
    {
        SqliteLibrary.Require();
        Check(raw.sqlite3_open(path, out _connection));
        Execute("PRAGMA journal_mode=WAL");
        Execute("PRAGMA synchronous=FULL");
        Execute("CREATE TABLE record(id INTEGER PRIMARY KEY, body BLOB)");
        Check(raw.sqlite3_prepare_v2(_connection, "INSERT INTO record(body) VALUES(?)", out _insert));
    }

    public void Insert(ReadOnlySpan<byte> body)
    {
        raw.sqlite3_bind_blob(_insert, 1, body);
        raw.sqlite3_step(_insert);
        Check(raw.sqlite3_reset(_insert));
    }

    public void Execute(string sql) => Check(raw.sqlite3_exec(_connection, sql));

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }

    private static void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            throw new InvalidOperationException($"SQLite answered {result}.");
    }
}
