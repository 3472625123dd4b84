using InfraFabric.Core.Errors;
using InfraFabric.State.Sqlite;
using InfraFabric.Witness.Entries;
using InfraFabric.Witness.Sqlite;
using InfraFabric.Witness.Storage;
using SQLitePCL;

namespace InfraFabric.Witness.Searching;

/// <summary>
/// An index in a SQLite file of its own. It is written without waiting for the disk: what a loss of power leaves of it
/// is thrown away, and made anew.
/// </summary>
internal sealed partial class SqliteLedgerIndex : IAsyncDisposable
{
    private const string FileName = "witness-index.db";
    private const long ApplicationId = 0x49465849;
    private const int BlockBits = 10;

    // What every entry has, and what some have.
    private static readonly string[] Always = ["trace", "actor", "operation"];
    private static readonly string[] AtTimes = ["task", "swarm", "fence"];

    private readonly SqliteFile _file;
    private readonly ReaderPool _readers;
    private readonly Dictionary<string, long> _words = new(StringComparer.Ordinal);
    private readonly sqlite3_stmt _addEntry;
    private readonly sqlite3_stmt _addWhy;
    private readonly sqlite3_stmt _addWord;
    private readonly sqlite3_stmt _widen;
    private long _size;

    private SqliteLedgerIndex(SqliteFile file, string path)
    {
        _file = file;
        _readers = new ReaderPool(path);
        _size = file.ReadNumber("SELECT size FROM meta");
        Forgotten = file.ReadNumber("SELECT forgotten FROM meta");
        _addEntry = file.Prepare("INSERT INTO entry VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        _addWhy = file.Prepare("INSERT INTO why(rowid, text) VALUES(?, ?)");
        _addWord = file.Prepare("INSERT INTO word(id, text) VALUES(?, ?)");
        _widen = file.Prepare(
            "INSERT INTO span VALUES(?1, ?2, ?2) ON CONFLICT(block) DO UPDATE SET"
            + " first = min(first, excluded.first), last = max(last, excluded.last)");
        using var words = file.Prepare("SELECT text, id FROM word");
        while (file.Step(words))
            _words[raw.sqlite3_column_text(words, 0).utf8_to_string()] = raw.sqlite3_column_int64(words, 1);
    }

    /// <summary>Up to which place it has come.</summary>
    public long Size => Volatile.Read(ref _size);

    /// <summary>Opens the index of a ledger; one that is not whole, or of another ledger, is made anew.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="ledger">The ledger's id.</param>
    /// <param name="head">How far the ledger has come: an index cannot have more.</param>
    public static SqliteLedgerIndex Open(string directory, string ledger, LedgerHead head)
    {
        var path = Path.Combine(directory, FileName);
        if (File.Exists(path) && TryOpen(path, ledger, head.Size) is { } kept)
            return kept;
        Delete(directory);
        var file = new SqliteFile(path, Damage);
        try
        {
            Configure(file);
            Create(file, ledger, head.Pruned);
            return new SqliteLedgerIndex(file, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Takes in the entries that follow those it has; one that is empty was pruned.</summary>
    public void Add(IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        var place = _size;
        _file.Transact(() =>
        {
            foreach (var bytes in entries)
            {
                if (!bytes.IsEmpty)
                    Add(place, EntryForm.Read(bytes));
                place++;
            }

            _file.Execute($"UPDATE meta SET size = {place}");
        });
        Volatile.Write(ref _size, place);
        _file.TryCheckpoint();
    }

    public async ValueTask DisposeAsync()
    {
        await _readers.DisposeAsync();
        foreach (var statement in new[] { _addEntry, _addWhy, _addWord, _widen })
            statement.Dispose();
        if (!_file.IsBroken)
        {
            // Only one that is known to be on disk is trusted after the machine has gone down.
            _file.Execute("PRAGMA synchronous=FULL");
            _file.TryCheckpoint();
            _file.Execute("UPDATE meta SET boot = ''");
        }

        _file.Dispose();
    }

    private static SqliteLedgerIndex? TryOpen(string path, string ledger, long most)
    {
        var file = new SqliteFile(path, Damage);
        try
        {
            Configure(file);
            var boot = file.ReadText("SELECT boot FROM meta");
            if (file.ReadNumber("PRAGMA application_id") == ApplicationId
                && file.ReadText("SELECT ledger FROM meta") == ledger
                && file.ReadNumber("SELECT size FROM meta") <= most
                && (boot.Length == 0 || boot == BootOfMachine()))
            {
                file.Execute($"UPDATE meta SET boot = '{BootOfMachine()}'");
                return new SqliteLedgerIndex(file, path);
            }
        }
        catch (FabricException)
        {
            // Whatever is wrong with it: it is made anew from the ledger.
        }

        file.Dispose();
        return null;
    }

    private static void Configure(SqliteFile file)
    {
        file.Configure(exclusive: false);
        file.Execute("PRAGMA synchronous=OFF");
        file.Execute("PRAGMA cache_size=-65536");
        file.AllowCheckpoint();
    }

    private static void Create(SqliteFile file, string ledger, long pruned) => file.Transact(() =>
    {
        file.Execute("CREATE TABLE meta(ledger TEXT NOT NULL, size INTEGER NOT NULL, boot TEXT NOT NULL,"
            + " forgotten INTEGER NOT NULL)");
        file.Execute("CREATE TABLE word(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)");
        file.Execute("CREATE TABLE span(block INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL)");
        file.Execute("CREATE TABLE entry(place INTEGER PRIMARY KEY, trace BLOB NOT NULL, actor INTEGER NOT NULL,"
            + " component INTEGER NOT NULL, operation INTEGER NOT NULL, severity INTEGER NOT NULL,"
            + " time INTEGER NOT NULL, task BLOB, swarm INTEGER, fence INTEGER)");
        foreach (var column in Always)
            file.Execute($"CREATE INDEX by_{column} ON entry({column})");
        foreach (var column in AtTimes)
            file.Execute($"CREATE INDEX by_{column} ON entry({column}) WHERE {column} IS NOT NULL");
        file.Execute("CREATE INDEX by_severity ON entry(severity) WHERE severity > 0");
        file.Execute("CREATE VIRTUAL TABLE why USING fts5(text, content='', columnsize=0)");
        file.Execute($"INSERT INTO meta VALUES('{ledger}', 0, '{BootOfMachine()}', {pruned})");
        file.Execute($"PRAGMA application_id={ApplicationId}");
    });

    private void Add(long place, LedgerEntry entry)
    {
        raw.sqlite3_bind_int64(_addEntry, 1, place);
        raw.sqlite3_bind_blob(_addEntry, 2, entry.Trace.Value.ToByteArray(bigEndian: true));
        raw.sqlite3_bind_int64(_addEntry, 3, WordOf(entry.Actor));
        raw.sqlite3_bind_int64(_addEntry, 4, WordOf(entry.Component));
        raw.sqlite3_bind_int64(_addEntry, 5, WordOf(entry.Operation));
        raw.sqlite3_bind_int64(_addEntry, 6, (long)entry.Severity);
        raw.sqlite3_bind_int64(_addEntry, 7, entry.Time.UtcTicks);
        if (EntrySubject.TaskOf(entry) is { } task)
            raw.sqlite3_bind_blob(_addEntry, 8, task.Value.ToByteArray(bigEndian: true));
        else
            raw.sqlite3_bind_null(_addEntry, 8);
        if (EntrySubject.SwarmOf(entry) is { } swarm)
            raw.sqlite3_bind_int64(_addEntry, 9, WordOf(swarm));
        else
            raw.sqlite3_bind_null(_addEntry, 9);
        if (entry.Fence is { } fence)
            raw.sqlite3_bind_int64(_addEntry, 10, fence);
        else
            raw.sqlite3_bind_null(_addEntry, 10);
        _file.Run(_addEntry);
        raw.sqlite3_bind_int64(_widen, 1, place >> BlockBits);
        raw.sqlite3_bind_int64(_widen, 2, entry.Time.UtcTicks);
        _file.Run(_widen);
        if (entry.Why is not { Length: > 0 } why)
            return;
        raw.sqlite3_bind_int64(_addWhy, 1, place);
        raw.sqlite3_bind_text(_addWhy, 2, why);
        _file.Run(_addWhy);
    }

    private long WordOf(string text)
    {
        if (_words.TryGetValue(text, out var known))
            return known;
        var id = _words.Count + 1;
        raw.sqlite3_bind_int64(_addWord, 1, id);
        raw.sqlite3_bind_text(_addWord, 2, text);
        _file.Run(_addWord);
        _words.Add(text, id);
        return id;
    }

    /// <summary>Removes the index of a folder, which nobody has open.</summary>
    public static void Delete(string directory)
    {
        foreach (var suffix in new[] { "", "-wal", "-shm" })
            File.Delete(Path.Combine(directory, FileName + suffix));
    }

    // What is written without waiting for the disk is there for as long as the machine runs.
    private static string BootOfMachine()
    {
        const string Source = "/proc/sys/kernel/random/boot_id";
        return File.Exists(Source) ? File.ReadAllText(Source).Trim() : "none";
    }

    private static FabricException Damage(string reason) => LedgerErrors.Damaged(reason);
}
