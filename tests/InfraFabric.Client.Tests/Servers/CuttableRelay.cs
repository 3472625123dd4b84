using System.Net.Sockets;

namespace InfraFabric.Client.Tests.Servers;

/// <summary>Passes connections on to a server, until they are cut or refused.</summary>
internal sealed class CuttableRelay : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _target;
    private readonly Task _accepting;
    private readonly Lock _lock = new();
    private readonly List<Task> _connections = [];
    private CancellationTokenSource _cut = new();
    private int _answersToLose;
    private bool _refuses;

    public CuttableRelay(string path, string target)
    {
        Path = path;
        _target = target;
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(512);
        _accepting = AcceptAsync();
    }

    public string Path { get; }

    /// <summary>How many connections were made.</summary>
    public int Connections { get; private set; }

    /// <summary>Cuts every connection that there is.</summary>
    public async Task CutAsync()
    {
        CancellationTokenSource cut;
        lock (_lock)
            (cut, _cut) = (_cut, CancellationTokenSource.CreateLinkedTokenSource(_stop.Token));
        await cut.CancelAsync();
        cut.Dispose();
    }

    /// <summary>Refuses new connections, or takes them again.</summary>
    public void Refuse(bool refuses)
    {
        lock (_lock)
            _refuses = refuses;
    }

    /// <summary>
    /// Each of the next so many connections is cut as soon as the server answers on it: the server has done what it was
    /// asked, and nobody learns of it.
    /// </summary>
    public void LoseAnswers(int count)
    {
        lock (_lock)
            _answersToLose = count;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await CutAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _cut.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptAsync(_stop.Token);
                lock (_lock)
                {
                    Connections++;
                    if (_refuses)
                    {
                        near.Dispose();
                        continue;
                    }

                    _connections.Add(PassAsync(near, LosesOne(), _cut.Token));
                }
            }
        }
        catch (Exception ended) when (IsEnd(ended))
        {
            return;
        }
    }

    private bool LosesOne()
    {
        if (_answersToLose == 0)
            return false;
        _answersToLose--;
        return true;
    }

    private async Task PassAsync(Socket near, bool losesAnswer, CancellationToken cut)
    {
        using var client = near;
        using var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cut, _stop.Token);
        try
        {
            await far.ConnectAsync(new UnixDomainSocketEndPoint(_target), either.Token);
            var asking = CopyAsync(near, far, false, either.Token);
            await Task.WhenAny(asking, CopyAsync(far, near, losesAnswer, either.Token));
            await either.CancelAsync();
            await asking;
        }
        catch (Exception ended) when (IsEnd(ended))
        {
            return;
        }
    }

    private static async Task CopyAsync(Socket from, Socket to, bool dropsAll, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReceiveAsync(buffer, cancellationToken) is var read and > 0)
        {
            if (dropsAll)
                return;
            await to.SendAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }

    private static bool IsEnd(Exception e) =>
        e is SocketException or OperationCanceledException or ObjectDisposedException;
}
