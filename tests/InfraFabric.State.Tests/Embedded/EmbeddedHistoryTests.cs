using InfraFabric.State.Conformance.Histories;
using InfraFabric.State.Embedded;

namespace InfraFabric.State.Tests.Embedded;

public sealed class EmbeddedHistoryTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task History_OfManyClients_IsLinearizableAndWatchedExactly(int seed)
    {
        using var folder = new ScratchFolder();
        await using var store = await EmbeddedStateStore.OpenAsync(
            new EmbeddedOptions { Directory = folder.Path }, TimeProvider.System);
        var run = new HistoryRun(_ => store, clients: 16, keys: 8, operationsEach: 250, seed);

        await run.RunAsync(TestContext.Current.CancellationToken);

        run.ShouldBeLinearizable();
        await run.WatchShouldBeExactAsync(TestContext.Current.CancellationToken);
        run.Unknown.ShouldBe(0);
    }
}
