using System.Diagnostics;
using InfraFabric.Integration.Etcd;
using Npgsql;

namespace InfraFabric.Integration.Witness;

/// <summary>
/// One PostgreSQL with its folder and port on loopback. It can be stopped, killed and started again, and has as many
/// databases as tests want.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Programs = "/usr/lib/postgresql/15/bin";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // It refuses to run as root.
    private static readonly string[] Lead = Environment.IsPrivilegedProcess
        ? ["--reuid=postgres", "--regid=postgres", "--init-groups"]
        : ["--no-new-privs"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("if-postgres-");
    private readonly int _port = EtcdMember.FreePort();
    private readonly bool _hasSmallDisk;
    private Process? _process;
    private int _databases;

    private PostgresServer(bool hasSmallDisk) => _hasSmallDisk = hasSmallDisk;

    /// <summary>A folder on its small disk, which it alone can see.</summary>
    public string SmallFolder => Path.Combine(SmallDisk, "data");

    private string SmallDisk => Path.Combine(_folder.FullName, "small");

    private string Data => Path.Combine(Folder, "data");

    private string Log => Path.Combine(Folder, "log");

    private string Folder => _folder.FullName;

    /// <summary>Makes a server without anything in it, and waits until it serves.</summary>
    public static Task<PostgresServer> MakeAsync() => MakeAsync(hasSmallDisk: false);

    /// <summary>Makes one that has a disk for a tablespace that is soon full, beside its own.</summary>
    public static Task<PostgresServer> MakeOnASmallDiskAsync()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Needs root, to mount a small disk.");
        return MakeAsync(hasSmallDisk: true);
    }

    private static async Task<PostgresServer> MakeAsync(bool hasSmallDisk)
    {
        Assert.SkipWhen(!File.Exists($"{Programs}/initdb"), "PostgreSQL 15 is not installed; eng/setup installs it.");
        var server = new PostgresServer(hasSmallDisk);
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", "postgres:postgres", server.Folder);
        await RunAsync("setpriv",
        [
            .. Lead, $"{Programs}/initdb", "-D", server.Data, "-A", "trust", "-U", "postgres", "-E", "UTF8",
            "--locale=C", "--no-sync",
        ]);
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it, and returns once it serves.</summary>
    public async Task StartAsync()
    {
        _process?.Dispose();
        string[] command =
        [
            "setpriv", .. Lead, "bash", "-c", "exec \"$@\" >>\"$0\" 2>&1", Log, $"{Programs}/postgres", "-D", Data,
            "-p", $"{_port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
        ];
        if (_hasSmallDisk)
        {
            Directory.CreateDirectory(SmallDisk);
            const string Mount = "mount -t tmpfs -o size=32m none \"$0\"; head -c 8M /dev/zero >\"$0/ballast\";"
                + " mkdir \"$0/data\"; chown postgres:postgres \"$0/data\"; exec \"$@\"";
            command = ["unshare", "--mount", "bash", "-euc", Mount, SmallDisk, .. command];
        }

        _process = Process.Start(new ProcessStartInfo(command[0], command[1..]))!;
        await UntilServingAsync();
    }

    /// <summary>How a user reaches a database of it.</summary>
    public string Connection(string database, string user = "postgres", string? password = null) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = _port,
            Database = database,
            Username = user,
            Password = password,
        }.ConnectionString;

    /// <summary>Makes an empty database; how it is reached.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"ledger_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync("postgres", $"CREATE DATABASE {name}");
        return Connection(name);
    }

    /// <summary>Does something as its administrator.</summary>
    public async Task ExecuteAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(Connection(database) + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Makes room on its small disk.</summary>
    public void FreeSmallDisk() => File.Delete($"/proc/{_process!.Id}/root{SmallDisk}/ballast");

    /// <summary>Ends it as a machine that shuts down does: connections are cut, and nothing is lost.</summary>
    public Task StopAsync() => EndAsync("INT");

    /// <summary>Ends it in the middle of whatever it does.</summary>
    public Task CrashAsync() => EndAsync("QUIT");

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await CrashAsync();
        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await errors);
    }

    private async Task EndAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process!.Id}"]);
        await kill.WaitForExitAsync();
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
    }

    private async Task UntilServingAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                await ExecuteAsync("postgres", "SELECT 1");
                return;
            }
            catch (NpgsqlException notYet) when (notYet is not PostgresException || notYet.IsTransient)
            {
                if (_process!.HasExited)
                    throw new InvalidOperationException($"PostgreSQL ended: {File.ReadAllText(Log)}", notYet);
                await Task.Delay(20, patience.Token);
            }
        }
    }
}
