using System.Diagnostics;
using System.Text;
using InfraFabric.Api.Local;
using InfraFabric.Integration.Etcd;

namespace InfraFabric.Integration.Coordination;

/// <summary>
/// The program as it was built, serving a home of its own on a port that stays the same. It can be killed, and started
/// again.
/// </summary>
internal sealed class ServerProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string Ifctl = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "InfraFabric.Cli", "debug", "ifctl"));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("if-kill-");
    private readonly string[] _command;
    private readonly StringBuilder _said = new();
    private Process? _process;

    public ServerProgram(params string[] command)
    {
        var port = EtcdMember.FreePort();
        _command = [.. command, "--json"];
        Url = $"http://127.0.0.1:{port}";
        FabricHome.CreatePrivateFolder(Home.Folder);
        // Many agents call from one address, and the whole history is read in the end.
        File.WriteAllText(Home.ConfigFile, $"""
            listen:
              port: {port}
              requests_per_second: 0
            retention:
              history_revisions: 10000000

            """);
    }

    /// <summary>Adds lines to the configuration of its home, before it is started.</summary>
    public void Configure(string lines) => File.AppendAllText(Home.ConfigFile, lines);

    /// <summary>Writes the governor's policy into its home, before it is started.</summary>
    public void Govern(string policy)
    {
        var file = Path.Combine(Home.Folder, "governor", "policy.yaml");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, policy);
    }

    public FabricHome Home => new(Path.Combine(_folder.FullName, "home"));

    public string Url { get; }

    /// <summary>Starts it, and returns once it serves.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo(Ifctl, _command)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[FabricHome.Variable] = Home.Folder;
        start.Environment["HOME"] = _folder.FullName;
        start.Environment.Remove("IFCTL_LAUNCHER");
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginErrorReadLine();
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line == "}")
                return;
        }

        throw new InvalidOperationException($"It did not begin to serve: {Said}");
    }

    /// <summary>What it has written to standard error, in all its runs.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>
    /// Stops it between two of its steps, as a machine does that swaps or is paused; nothing is ended.
    /// </summary>
    public void Freeze() => Signal("STOP");

    public void Thaw() => Signal("CONT");

    /// <summary>Waits until it has ended by itself; its exit code.</summary>
    public async Task<int> ExitCodeAsync()
    {
        await _process!.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Ends it in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync();
        _folder.Delete(recursive: true);
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process!.Id}"]);
        kill.WaitForExit();
        kill.ExitCode.ShouldBe(0);
    }

    private void Keep(string? line)
    {
        lock (_said)
            _said.AppendLine(line);
    }
}
