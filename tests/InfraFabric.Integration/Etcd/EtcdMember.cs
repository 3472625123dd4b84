using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace InfraFabric.Integration.Etcd;

/// <summary>One etcd process with its folder and ports. It can be killed, frozen, and started again.</summary>
public sealed class EtcdMember : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    private readonly string _folder;
    private readonly IReadOnlyList<string> _command;
    private Process? _process;

    /// <summary>A member that is not started yet.</summary>
    /// <param name="folder">Where its log is kept.</param>
    /// <param name="name">Its name in the cluster.</param>
    /// <param name="client">Where it takes calls.</param>
    /// <param name="command">The program, and what it is called with.</param>
    public EtcdMember(string folder, string name, Uri client, IReadOnlyList<string> command)
    {
        _folder = folder;
        Name = name;
        Client = client;
        _command = command;
    }

    public string Name { get; }

    public Uri Client { get; }

    public int Pid => _process!.Id;

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Start()
    {
        var start = new ProcessStartInfo(_command[0]) { RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in _command.Skip(1))
            start.ArgumentList.Add(argument);
        start.ArgumentList.Add("--logger=zap");
        start.ArgumentList.Add($"--log-outputs={Path.Combine(_folder, $"{Name}.log")}");
        _process?.Dispose();
        _process = Process.Start(start)!;
        // What its libraries print is read, so that it never waits for us, and dropped: its log is in the file.
        _process.BeginErrorReadLine();
    }

    /// <summary>Waits until the member takes connections; a member that ended says why.</summary>
    public async Task WaitUntilListeningAsync()
    {
        using var patience = new CancellationTokenSource(StartPatience);
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Parse(Client.Host), Client.Port, patience.Token);
                return;
            }
            catch (SocketException e)
            {
                if (_process!.HasExited)
                    throw new InvalidOperationException($"etcd ended: {await LastWordsAsync()}", e);
                await Task.Delay(20, patience.Token);
            }
        }
    }

    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    public void Freeze() => Signal("STOP");

    public void Thaw() => Signal("CONT");

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await KillAsync();
        _process?.Dispose();
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{Pid}"]);
        kill.WaitForExit();
        kill.ExitCode.ShouldBe(0);
    }

    private async Task<string> LastWordsAsync()
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(_folder, $"{Name}.log"));
        return string.Join('\n', lines.TakeLast(3));
    }
}
