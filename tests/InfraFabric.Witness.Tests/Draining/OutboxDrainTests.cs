using InfraFabric.Core.Crypto;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
using InfraFabric.State.Simulated;
using InfraFabric.Witness.Conformance;
using InfraFabric.Witness.Draining;
using InfraFabric.Witness.Entries;
using InfraFabric.Witness.Sqlite;
using InfraFabric.Witness.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Witness.Tests.Draining;

/// <summary>Every note of every commit becomes an entry once, in the order of the commits, whoever does it.</summary>
public sealed class OutboxDrainTests
{
    private static readonly SigningKey Key = SigningKey.FromSeed(new byte[32]);

    private static readonly LedgerOptions Options = new() { Origin = "test.example/ledger", Keys = [Key] };

    [Fact]
    public void Notes_BecomeEntries_WithoutWaitingForALook() => SimulatedWorld.Run(1, async world =>
    {
        using var folder = new TestFolder();
        using var cluster = new SimulatedCluster(world.Time);
        await using var store = SqliteLedgerStore.Open(folder.Path);
        await using var state = Connect(world, cluster);
        await using var drain = Start(world, state, store, "one");
        await PutAsync(state, 0);
        await Task.Delay(TimeSpan.FromSeconds(3), world.Time);
        var began = world.Time.GetTimestamp();

        await PutAsync(state, 1);
        while ((await state.GetStatsAsync()).PendingNotes > 0)
            await Task.Yield();

        world.Time.GetElapsedTime(began).ShouldBe(TimeSpan.Zero);
        drain.Ledger!.Head.Drained.Revision.ShouldBe((await state.GetStatsAsync()).Revision);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Notes_WithServersComingAndGoing_AreEntriesOnceAndInOrder(int seed) =>
        SimulatedWorld.Run(seed, async world =>
        {
            using var folder = new TestFolder();
            using var cluster = new SimulatedCluster(world.Time);
            await using var store = SqliteLedgerStore.Open(folder.Path);
            await using var calm = Connect(world, cluster);
            var faults = new SimulatedFaults
            {
                MaxDelay = TimeSpan.FromMilliseconds(300),
                LostAcknowledgement = 0.02,
                LostRequest = 0.02,
                CutWatch = 0.1,
            };
            var writing = WriteAsync(world, calm, 300);
            for (var round = 0; round < 8; round++)
            {
                var one = Start(world, Connect(world, cluster, faults), store, $"one-{round}");
                await using var two = Start(world, Connect(world, cluster, faults), store, $"two-{round}");
                await Task.Delay(TimeSpan.FromSeconds(2 + world.Chance.Next(10)), world.Time);
                await one.DisposeAsync();
                await Task.Delay(TimeSpan.FromSeconds(world.Chance.Next(10)), world.Time);
            }

            await writing;
            await using var last = Start(world, calm, store, "last");
            while ((await calm.GetStatsAsync()).PendingNotes > 0)
                await Task.Delay(TimeSpan.FromSeconds(1), world.Time);

            var written = await OperationsAsync(store);
            written.Where(operation => operation.StartsWith("put.", StringComparison.Ordinal))
                .ShouldBe(Enumerable.Range(0, 300).Select(i => $"put.{i}"));
        });

    [Fact]
    public void Server_WhoseLedgerIsAnother_DoesNotBeginASecondOne() => SimulatedWorld.Run(1, async world =>
    {
        using var folder = new TestFolder();
        using var otherFolder = new TestFolder();
        using var cluster = new SimulatedCluster(world.Time);
        await using var store = SqliteLedgerStore.Open(folder.Path);
        await using var other = SqliteLedgerStore.Open(otherFolder.Path);
        await using var state = Connect(world, cluster);
        var first = Start(world, state, store, "one");
        await PutAsync(state, 0);
        await Task.Delay(TimeSpan.FromSeconds(3), world.Time);
        await first.DisposeAsync();

        await using var second = Start(world, state, other, "two");
        await PutAsync(state, 1);
        await Task.Delay(TimeSpan.FromSeconds(20), world.Time);

        (await other.LoadAsync()).Size.ShouldBe(0);
        second.Problem!.ShouldContain(store.Id);
        second.Lag.ShouldBeGreaterThan(TimeSpan.FromSeconds(10));
        (await state.GetStatsAsync()).PendingNotes.ShouldBeGreaterThan(0);
    });

    private static SimulatedStateStore Connect(
        SimulatedWorld world, SimulatedCluster cluster, SimulatedFaults? faults = null) =>
        new(cluster, faults ?? SimulatedFaults.None, world.Chance, world.Time);

    private static OutboxDrain Start(SimulatedWorld world, IStateStore state, ILedgerStore store, string member) =>
        OutboxDrain.Start(
            state, store, Options, member, world.Time, new IdSource(world.Time, world.Chance), world.Chance,
            NullLogger.Instance);

    private static async Task WriteAsync(SimulatedWorld world, IStateStore state, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await PutAsync(state, i);
            await Task.Delay(TimeSpan.FromMilliseconds(world.Chance.Next(500)), world.Time);
        }
    }

    private static async Task PutAsync(IStateStore state, int number) => await state.CommitAsync(new Commit(
        [],
        [Write.Put(new RecordKey($"some/{number}"), new byte[] { 1 })],
        [SomeNotes.Of($"if://agent/a{number % 5}/0", $"put.{number}")]));

    private static async Task<List<string>> OperationsAsync(ILedgerStore store)
    {
        var operations = new List<string>();
        var size = (await store.LoadAsync()).Size;
        while (operations.Count < size)
        {
            foreach (var bytes in await store.ReadEntriesAsync(operations.Count, 500))
                operations.Add(EntryForm.Read(bytes).Operation);
        }

        return operations;
    }
}
