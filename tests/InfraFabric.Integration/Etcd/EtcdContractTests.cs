using InfraFabric.State.Conformance;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd;

namespace InfraFabric.Integration.Etcd;

public sealed class EtcdContractTests(OneMember fixture) : StateStoreContract, IClassFixture<OneMember>
{
    private readonly EtcdOptions _options = fixture.Cluster.NewOptions();

    protected override async ValueTask<IStateStore> OpenAsync() =>
        await EtcdStateStore.OpenAsync(_options, TimeProvider.System);

    // The leases run on the server's clock.
    protected override ValueTask PassTimeAsync(TimeSpan time) => ValueTask.CompletedTask;
}
