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
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);

    private readonly Scratch _scratch;
    private readonly string _program;
    private readonly string[] _arguments;
    private readonly Lock _stopping = new();
    private Process _process;
    private bool _stopped;

    private ServerProcess(Scratch scratch, string program, string[] arguments, int port)
    {
        (_scratch, _program, _arguments, Port) = (scratch, program, arguments, port);
        _process = Start(program, arguments);
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
        var server = new ServerProcess(scratch, program, [.. arguments(port, scratch)], port);
        Interruption.Guard(server, server.Stop);
        await server.UntilListeningAsync();
        return server;
    }

    /// <summary>
    /// Ends the program, in good order or not, and starts it again on its port and data; how long it took to end, and
    /// then to listen.
    /// </summary>
    public async Task<(TimeSpan Ended, TimeSpan Listening)> RestartAsync(bool inGoodOrder)
    {
        var start = Stopwatch.GetTimestamp();
        var ended = TimeSpan.Zero;
        lock (_stopping)
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            End(inGoodOrder, TimeSpan.FromMinutes(2));
            ended = Stopwatch.GetElapsedTime(start);
            _process = Start(_program, _arguments);
        }

        await UntilListeningAsync();
        return (ended, Stopwatch.GetElapsedTime(start) - ended);
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
    private async Task UntilListeningAsync()
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
                    throw new InvalidOperationException($"{_program} does not listen on port {Port}.", refused);
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
            End(inGoodOrder: true, TimeSpan.FromSeconds(10));
            _scratch.Dispose();
        }
    }

    private void End(bool inGoodOrder, TimeSpan atMost)
    {
        if (!_process.HasExited)
        {
            if (inGoodOrder)
                Interruption.Terminate(_process.Id);
            if (!inGoodOrder || !_process.WaitForExit(atMost))
                _process.Kill(entireProcessTree: true);
        }

        _process.WaitForExit();
        _process.Dispose();
    }
}
