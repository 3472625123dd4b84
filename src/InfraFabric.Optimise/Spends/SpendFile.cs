using InfraFabric.Core.Errors;
using InfraFabric.State.Sqlite;
using SQLitePCL;

namespace InfraFabric.Optimise.Spends;

/// <summary>
/// What was spent, in a file that holds nothing that the ledger does not, and knows up to which entry it has read it.
/// It is used by one at a time.
/// </summary>
internal sealed partial class SpendFile : IDisposable
{
    private const string FileName = "costs.db";
    private const long ApplicationId = 0x49464353;

    // Another form is made anew from the ledger.
    private const long Form = 1;

    private static readonly string Quantities = string.Join(", ", SpendQuantities.Names.Select(name => $"q_{name}"));

    private readonly SqliteFile _file;
    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _words = [""];
    private readonly Dictionary<string, sqlite3_stmt> _statements = new(StringComparer.Ordinal);

    private SpendFile(SqliteFile file)
    {
        _file = file;
        Size = file.ReadNumber("SELECT size FROM meta");
        using var words = file.Prepare("SELECT text FROM word ORDER BY id");
        while (file.Step(words))
        {
            _words.Add(TextOf(words, 0)!);
            _ids[_words[^1]] = _words.Count - 1;
        }
    }

    /// <summary>Up to which place it has read the ledger.</summary>
    public long Size { get; private set; }

    /// <summary>
    /// Opens the file of a folder; one that is not whole, of another ledger, or has more than there is, is made anew.
    /// </summary>
    public static SpendFile Open(string directory, string ledger, long most)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, FileName);
        if (File.Exists(path) && TryOpen(path, ledger, most) is { } kept)
            return kept;
        Delete(directory);
        var file = new SqliteFile(path, Damaged);
        try
        {
            Configure(file);
            file.Transact(() => Create(file, ledger));
            return new SpendFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Removes the file of a folder, which nobody has open.</summary>
    public static void Delete(string directory)
    {
        foreach (var suffix in new[] { "", "-wal", "-shm" })
            File.Delete(Path.Combine(directory, FileName + suffix));
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        if (!_file.IsBroken)
            _file.TryCheckpoint();
        _file.Dispose();
    }

    private static SpendFile? TryOpen(string path, string ledger, long most)
    {
        var file = new SqliteFile(path, Damaged);
        try
        {
            Configure(file);
            if (file.ReadNumber("PRAGMA application_id") == ApplicationId
                && file.ReadNumber("SELECT form FROM meta") == Form
                && file.ReadText("SELECT ledger FROM meta") == ledger
                && file.ReadNumber("SELECT size FROM meta") <= most
                && file.ReadText("PRAGMA quick_check(1)") == "ok")
            {
                return new SpendFile(file);
            }
        }
        catch (FabricException)
        {
            // Whatever is wrong with it: it is made anew from the ledger.
        }

        file.Dispose();
        return null;
    }

    // What the last commits wrote may be lost with the power; what is there is whole, and is read on from there.
    private static void Configure(SqliteFile file)
    {
        file.Configure(exclusive: true);
        file.Execute("PRAGMA synchronous=NORMAL");
        file.Execute("PRAGMA cache_size=-65536");
        file.AllowCheckpoint();
    }

    private static void Create(SqliteFile file, string ledger)
    {
        file.Execute("CREATE TABLE meta(ledger TEXT NOT NULL, size INTEGER NOT NULL, form INTEGER NOT NULL)");
        file.Execute("CREATE TABLE word(id INTEGER PRIMARY KEY, text TEXT NOT NULL)");
        file.Execute("CREATE TABLE claim(task TEXT NOT NULL, fence INTEGER NOT NULL, ended INTEGER NOT NULL,"
            + " place INTEGER NOT NULL, PRIMARY KEY(task, fence)) WITHOUT ROWID");
        file.Execute("CREATE TABLE fact(task TEXT PRIMARY KEY, kind INTEGER NOT NULL, capability INTEGER NOT NULL)"
            + " WITHOUT ROWID");
        file.Execute("CREATE TABLE spend(place INTEGER PRIMARY KEY, time INTEGER NOT NULL, cost INTEGER NOT NULL,"
            + " ended INTEGER NOT NULL, trace BLOB NOT NULL, task TEXT, fence INTEGER, swarm INTEGER NOT NULL,"
            + " tenant INTEGER NOT NULL, kind INTEGER NOT NULL, capability INTEGER NOT NULL, model INTEGER NOT NULL,"
            + " price INTEGER NOT NULL, tier INTEGER NOT NULL, batch INTEGER NOT NULL, unconfirmed INTEGER NOT NULL,"
            + $" help INTEGER NOT NULL, {Quantities.Replace(",", " INTEGER NOT NULL,", StringComparison.Ordinal)}"
            + " INTEGER NOT NULL)");
        file.Execute("CREATE INDEX spend_time ON spend(time)");
        file.Execute("CREATE INDEX spend_task ON spend(task) WHERE task IS NOT NULL");
        using var meta = file.Prepare("INSERT INTO meta VALUES(?, 0, ?)");
        raw.sqlite3_bind_text(meta, 1, ledger);
        raw.sqlite3_bind_int64(meta, 2, Form);
        file.Run(meta);
        file.Execute($"PRAGMA application_id={ApplicationId}");
    }

    private static string? TextOf(sqlite3_stmt row, int column) =>
        raw.sqlite3_column_type(row, column) == raw.SQLITE_NULL
            ? null
            : raw.sqlite3_column_text(row, column).utf8_to_string();

    private static FabricException Damaged(string reason) => new(ErrorTable.StateDamaged,
        "The file of costs is damaged.", reason, "Remove data/optimise: it is made anew from the ledger.");
}
