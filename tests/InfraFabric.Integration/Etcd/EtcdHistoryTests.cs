using InfraFabric.State.Conformance.Histories;
using InfraFabric.State.Etcd;

namespace InfraFabric.Integration.Etcd;

public sealed class EtcdHistoryTests(OneMember fixture) : IClassFixture<OneMember>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task History_OfManyClientsOnTwoStores_IsLinearizableAndWatchedExactly(int seed)
    {
        var options = fixture.Cluster.NewOptions();
        await using var one = await EtcdStateStore.OpenAsync(options, TimeProvider.System);
        await using var two = await EtcdStateStore.OpenAsync(options, TimeProvider.System);
        var run = new HistoryRun(client => client % 2 == 0 ? one : two, 16, keys: 8, operationsEach: 250, seed);

        await run.RunAsync(TestContext.Current.CancellationToken);

        run.ShouldBeLinearizable();
        await run.WatchShouldBeExactAsync(TestContext.Current.CancellationToken);
        run.Unknown.ShouldBe(0);
    }
}
