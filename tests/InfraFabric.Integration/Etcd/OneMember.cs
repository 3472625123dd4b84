namespace InfraFabric.Integration.Etcd;

/// <summary>One etcd for all tests of a class.</summary>
public sealed class OneMember : IAsyncLifetime
{
    private EtcdCluster? _cluster;

    public EtcdCluster Cluster => _cluster!;

    public async ValueTask InitializeAsync() => _cluster = await EtcdCluster.StartAsync(1);

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }
}
