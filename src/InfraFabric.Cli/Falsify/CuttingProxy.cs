using System.Net.Sockets;

namespace InfraFabric.Cli.Falsify;

/// <summary>
/// Passes connections on to a socket, and cuts those that it is told to after so many bytes of the answer.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _target;
    private readonly Task _accepting;
    private readonly List<Task> _connections = [];
    private int _connectionCount;
    private long _cutAfter = long.MaxValue;

    public CuttingProxy(string path, string target)
    {
        Path = path;
        _target = target;
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public string Path { get; }

    /// <summary>How many connections were made so far.</summary>
    public int Connections => Volatile.Read(ref _connectionCount);

    /// <summary>Cuts each connection made from now on after so many bytes of the answer.</summary>
    public void CutAfter(long bytes) => Volatile.Write(ref _cutAfter, bytes);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync(_stop.Token);
                Interlocked.Increment(ref _connectionCount);
                _connections.Add(PassAsync(client, Volatile.Read(ref _cutAfter)));
            }
        }
        catch (Exception ended) when (IsEnd(ended))
        {
            // The proxy was stopped.
            return;
        }
    }

    private async Task PassAsync(Socket client, long cutAfter)
    {
        using var near = client;
        using var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        try
        {
            await far.ConnectAsync(new UnixDomainSocketEndPoint(_target), cut.Token);
            var asking = CopyAsync(near, far, long.MaxValue, cut.Token);
            await Task.WhenAny(asking, CopyAsync(far, near, cutAfter, cut.Token));
            await cut.CancelAsync();
            await asking;
        }
        catch (Exception ended) when (IsEnd(ended))
        {
            // Either side has closed, which ends the connection for both.
            return;
        }
    }

    private static async Task CopyAsync(Socket from, Socket to, long bytes, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        while (bytes > 0)
        {
            var room = buffer.AsMemory(0, (int)Math.Min(buffer.Length, bytes));
            var read = await from.ReceiveAsync(room, cancellationToken);
            if (read == 0)
                return;
            await to.SendAsync(room[..read], cancellationToken);
            bytes -= read;
        }
    }

    private static bool IsEnd(Exception e) =>
        e is SocketException or OperationCanceledException or ObjectDisposedException;
}
