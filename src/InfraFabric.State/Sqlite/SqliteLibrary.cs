using System.Reflection;
using System.Runtime.InteropServices;
using InfraFabric.Core.Errors;
using SQLitePCL;

namespace InfraFabric.State.Sqlite;

/// <summary>Points the SQLite provider at the library that the machine's package manager keeps up to date.</summary>
internal static class SqliteLibrary
{
    private static readonly string[] Names =
        ["libsqlite3.so.0", "libsqlite3.so", "libsqlite3.dylib", "winsqlite3", "sqlite3"];

    private static readonly Lazy<bool> Loaded = new(Load);

    public static void Require() => _ = Loaded.Value;

    private static bool Load()
    {
        var provider = new SQLite3Provider_e_sqlite3();
        NativeLibrary.SetDllImportResolver(provider.GetType().Assembly, Resolve);
        raw.SetProvider(provider);
        raw.FreezeProvider();
        return true;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        foreach (var candidate in Names)
        {
            if (NativeLibrary.TryLoad(candidate, out var library))
                return library;
        }

        throw new FabricException(
            ErrorTable.EnvironmentIncomplete,
            "SQLite is not installed.",
            $"None of {string.Join(", ", Names)} could be loaded.",
            "On Debian and Ubuntu: apt-get install libsqlite3-0.");
    }
}
