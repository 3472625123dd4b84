using InfraFabric.State.Contract;
using InfraFabric.State.Etcd.Grpc;

namespace InfraFabric.State.Etcd.Cluster;

/// <summary>
/// The members of the cluster, one of them in use. It stays in use until a call to it fails; then its channel is
/// closed, which ends the other calls on it, and the next member's turn comes.
/// </summary>
internal sealed class EtcdEndpoints : IDisposable
{
    private readonly IReadOnlyList<Uri> _addresses;
    private readonly EtcdTransport _transport;
    private readonly Lock _gate = new();
    private volatile GrpcChannel _current;
    private int _index;
    private volatile bool _disposed;

    public EtcdEndpoints(IReadOnlyList<Uri> addresses, EtcdTransport transport)
    {
        _addresses = addresses;
        _transport = transport;
        _current = transport.Connect(addresses[0]);
    }

    public GrpcChannel Current => _disposed ? throw StateErrors.Closed() : _current;

    public int Count => _addresses.Count;

    /// <summary>Where the cluster is, for people.</summary>
    public string Location => string.Join(',', _addresses.Select(a => a.GetLeftPart(UriPartial.Authority)));

    /// <summary>Moves on from a channel that failed, unless that has happened already.</summary>
    public void Leave(GrpcChannel failed)
    {
        lock (_gate)
        {
            if (_disposed || failed != _current)
                return;
            _index = (_index + 1) % _addresses.Count;
            _current = _transport.Connect(_addresses[_index]);
        }

        failed.Dispose();
    }

    public void Dispose()
    {
        lock (_gate)
            _disposed = true;
        _current.Dispose();
        _transport.Dispose();
    }
}
