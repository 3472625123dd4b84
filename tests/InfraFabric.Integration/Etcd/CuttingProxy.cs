using System.Net;
using System.Net.Sockets;

namespace InfraFabric.Integration.Etcd;

/// <summary>
/// A TCP proxy in front of one server that can lose answers: told to, it forwards what the client sends, swallows what
/// the server says, and drops the connection once that was an answer.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    // Bytes: a request with a commit in it is larger than a probe, and an answer is larger than the acknowledgements of
    // HTTP/2 that may come before it.
    private const int SmallRequest = 300;
    private const int SmallAnswer = 64;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _target;
    private readonly Task _accepting;
    private int _armed;
    private int _cuts;

    public CuttingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>How many answers were lost.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>
    /// The next large request, one that holds a commit, loses its answer. Small ones, such as probes, pass.
    /// </summary>
    public void CutNextAnswer() => Volatile.Write(ref _armed, 1);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        using var near = client;
        using var far = new TcpClient();
        var cutting = false;
        var swallowed = 0;
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _target, ended.Token);
            var there = PumpAsync(near, far, bytes =>
            {
                if (bytes > SmallRequest && Interlocked.Exchange(ref _armed, 0) == 1)
                    cutting = true;
                return Fate.Forward;
            }, ended);
            var back = PumpAsync(far, near, bytes =>
            {
                if (!cutting)
                    return Fate.Forward;
                swallowed += bytes;
                return swallowed < SmallAnswer ? Fate.Swallow : Fate.Cut;
            }, ended);
            await Task.WhenAll(there, back);
            if (cutting)
                Interlocked.Increment(ref _cuts);
        }
        catch (SocketException)
        {
            // The server is down: the client sees its connection close, as it would without the proxy.
            near.Close();
        }
    }

    /// <summary>Copies until one side ends or the connection is to be cut; then both sides end.</summary>
    private static async Task PumpAsync(
        TcpClient from, TcpClient to, Func<int, Fate> decide, CancellationTokenSource ended)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer, ended.Token)) > 0 && decide(read) is var fate
                && fate != Fate.Cut)
            {
                if (fate == Fate.Forward)
                    await to.GetStream().WriteAsync(buffer.AsMemory(0, read), ended.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // One side has gone, which ends the other below.
            _ = e;
        }

        await ended.CancelAsync();
    }

    private enum Fate
    {
        Forward,
        Swallow,
        Cut,
    }
}
