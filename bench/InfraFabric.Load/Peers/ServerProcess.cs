using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using InfraFabric.Load.State;

namespace InfraFabric.Load.Peers;

/// <summary>
/// A server of its own for one measurement: on loopback, on a free port, its data on the disk that is measured; gone
/// with its data afterwards, also when the measurement is interrupted.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private readonly Scratch _scratch;
    private readonly Process _process;
    private readonly Lock _stopping = new();
    private bool _stopped;

    private ServerProcess(Scratch scratch, Process process, int port)
    {
        (_scratch, _process, Port) = (scratch, process, port);
        Address = new IPEndPoint(IPAddress.Loopback, port);
    }

    public int Port { get; }

    public int ProcessId => _process.Id;

    public IPEndPoint Address { get; }

    /// <summary>Starts a program, whose arguments follow from its port and folder; returns once it listens.</summary>
    public static async Task<ServerProcess> StartAsync(
        string program, Func<int, Scratch, IEnumerable<string>> arguments, Func<Scratch, Task>? prepare = null)
    {
        var scratch = new Scratch();
        if (prepare is not null)
            await prepare(scratch);
        var port = FreePort();
        var process = Start(program, arguments(port, scratch));
        var server = new ServerProcess(scratch, process, port);
        Interruption.Guard(server, server.Stop);
        await server.UntilListeningAsync(program);
        return server;
    }

    /// <summary>Runs a program to its end, and gives what it printed.</summary>
    public static async Task<string> RunAsync(string program, params IEnumerable<string> arguments)
    {
        using var process = Start(program, arguments);
        Interruption.Guard(process, process.Kill);
        var errors = process.StandardError.ReadToEndAsync();
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Interruption.Release(process);
        return process.ExitCode == 0
            ? printed
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public ValueTask DisposeAsync()
    {
        Interruption.Release(this);
        Stop();
        return ValueTask.CompletedTask;
    }

    private static Process Start(string program, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;

    // What it prints is read and dropped, because a full pipe would stop it.
    private async Task UntilListeningAsync(string program)
    {
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(Address);
                return;
            }
            catch (SocketException refused)
            {
                if (_process.HasExited || Stopwatch.GetElapsedTime(start) > StartTimeout)
                    throw new InvalidOperationException($"{program} does not listen on port {Port}.", refused);
                await Task.Delay(10);
            }
        }
    }

    // An interruption may come while the measurement itself stops its servers.
    private void Stop()
    {
        lock (_stopping)
        {
            if (_stopped)
                return;
            _stopped = true;
            if (!_process.HasExited)
            {
                Interruption.Terminate(_process.Id);
                if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
                    _process.Kill(entireProcessTree: true);
            }

            _process.WaitForExit();
            _process.Dispose();
            _scratch.Dispose();
        }
    }
}
