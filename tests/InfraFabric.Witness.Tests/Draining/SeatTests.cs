using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
using InfraFabric.State.Simulated;
using InfraFabric.Witness.Conformance;
using InfraFabric.Witness.Draining;
using InfraFabric.Witness.Sqlite;
using InfraFabric.Witness.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Witness.Tests.Draining;

/// <summary>Of the servers that share a ledger one writes it, and it is one that can.</summary>
public sealed class SeatTests
{
    private static readonly SigningKey Key = SigningKey.FromSeed(new byte[32]);
    private static readonly SigningKey OtherKey = SigningKey.FromSeed([.. Enumerable.Repeat((byte)1, 32)]);

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);

    [Fact]
    public void Server_WithAnotherKey_WritesNothingAndSaysWhy() => SimulatedWorld.Run(1, async world =>
    {
        using var folder = new TestFolder();
        using var cluster = new SimulatedCluster(world.Time);
        await using var store = SqliteLedgerStore.Open(folder.Path);
        await using var state = Connect(world, cluster);
        var first = Start(world, state, store, "one", Key);
        await PutAsync(state, 0);
        await using var other = Start(world, state, store, "two", OtherKey);
        await Task.Delay(TimeSpan.FromSeconds(20), world.Time);

        // While the first one writes, nothing waits; that the other could not take over is said all the same.
        other.Lag.ShouldBe(TimeSpan.Zero);
        other.Problem.ShouldNotBeNull().ShouldContain("keys/witness.key");
        await first.DisposeAsync();
        var size = (await store.LoadAsync()).Size;
        await PutAsync(state, 1);
        await Task.Delay(TimeSpan.FromSeconds(20), world.Time);

        (await store.LoadAsync()).Size.ShouldBe(size);
        (await other.WriterAsync(CancellationToken.None)).ShouldBeNull();
        other.Lag.ShouldBeGreaterThan(TimeSpan.FromSeconds(10));
        (await state.GetStatsAsync()).PendingNotes.ShouldBeGreaterThan(0);
        await using var again = Start(world, state, store, "three", Key);
        while ((await state.GetStatsAsync()).PendingNotes > 0)
            await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
        await Task.Delay(TimeSpan.FromSeconds(2), world.Time);
        other.Lag.ShouldBe(TimeSpan.Zero);
    });

    [Fact]
    public void Server_ThatCallsTheLedgerOtherwise_WritesNothing() => SimulatedWorld.Run(1, async world =>
    {
        using var folder = new TestFolder();
        using var cluster = new SimulatedCluster(world.Time);
        await using var store = SqliteLedgerStore.Open(folder.Path);
        await using var state = Connect(world, cluster);
        var first = Start(world, state, store, "one", Key);
        await PutAsync(state, 0);
        await Task.Delay(TimeSpan.FromSeconds(3), world.Time);
        await first.DisposeAsync();

        await using var other = Start(world, state, store, "two", Key, "another.example/ledger");
        await Task.Delay(TimeSpan.FromSeconds(20), world.Time);

        other.Problem.ShouldNotBeNull().ShouldContain("witness.origin");
        other.Ledger.ShouldBeNull();
    });

    [Theory]
    [InlineData(HangingCall.Append, 15)]
    [InlineData(HangingCall.ReadEntries, 125)]
    public void Server_WhoseStoreHangs_LetsAnotherOneWrite(
        HangingCall call, int seconds) => SimulatedWorld.Run(1, async world =>
    {
        using var folder = new TestFolder();
        using var cluster = new SimulatedCluster(world.Time);
        await using var store = SqliteLedgerStore.Open(folder.Path);
        await using var state = Connect(world, cluster);
        await using (Start(world, state, store, "first", Key))
        {
            await PutAsync(state, 0);
            await Task.Delay(TimeSpan.FromSeconds(3), world.Time);
        }

        var hanging = new HangingStore(store, call);
        await using var one = Start(world, state, hanging, "one", Key);
        await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
        (await one.WriterAsync(CancellationToken.None)).ShouldBe("one");
        await using var two = Start(world, state, store, "two", Key);
        await PutAsync(state, 1);
        await Task.Delay(TimeSpan.FromSeconds(seconds), world.Time);

        (await two.WriterAsync(CancellationToken.None)).ShouldBe("two");
        (await state.GetStatsAsync()).PendingNotes.ShouldBe(0);
        hanging.Release();
    });

    [Fact]
    public void Server_WhoseLedgerCannotBeRead_LeavesTheSeatFree() => SimulatedWorld.Run(1, async world =>
    {
        using var folder = new TestFolder();
        using var cluster = new SimulatedCluster(world.Time);
        await using var store = SqliteLedgerStore.Open(folder.Path);
        await using var state = Connect(world, cluster);
        var away = new HangingStore(store, HangingCall.Load);
        await using var one = Start(world, state, away, "one", Key);
        await PutAsync(state, 0);
        await Task.Delay(TimeSpan.FromMinutes(2), world.Time);
        var notes = (await state.GetStatsAsync()).PendingNotes;

        // It would leave a note each time.
        notes.ShouldBe(1);
        one.Problem.ShouldNotBeNull().ShouldContain("has not answered");
        away.Release();
        await Task.Delay(Lease, world.Time);
        (await state.GetStatsAsync()).PendingNotes.ShouldBe(0);
    });

    [Fact]
    public async Task Open_OfALedgerThatAnotherKeyHasSigned_IsRefused()
    {
        using var folder = new TestFolder();
        await using var store = SqliteLedgerStore.Open(folder.Path);
        var options = new LedgerOptions { Origin = "test.example/ledger", Keys = [Key] };
        await using (var ledger = await Ledger.OpenAsync(store, options, new Random(1), NullLogger.Instance))
            await ledger.AppendAsync(SomeNotes.Of("if://agent/a/1", "op"));

        var error = await Should.ThrowAsync<FabricException>(async () => await Ledger.OpenAsync(
            store, options with { Keys = [OtherKey] }, new Random(1), NullLogger.Instance));

        error.Error.ShouldBe(ErrorTable.Conflict);
        await using var again = await Ledger.OpenAsync(
            store, options with { Keys = [OtherKey, Key] }, new Random(1), NullLogger.Instance);
        again.Head.Size.ShouldBe(1);
    }

    private static SimulatedStateStore Connect(SimulatedWorld world, SimulatedCluster cluster) =>
        new(cluster, SimulatedFaults.None, world.Chance, world.Time);

    private static OutboxDrain Start(
        SimulatedWorld world, IStateStore state, ILedgerStore store, string member, SigningKey key,
        string origin = "test.example/ledger") => OutboxDrain.Start(
        state, store, new LedgerOptions { Origin = origin, Keys = [key] }, member, world.Time,
        new IdSource(world.Time, world.Chance), world.Chance, NullLogger.Instance);

    private static async Task PutAsync(IStateStore state, int number) => await state.CommitAsync(new Commit(
        [],
        [Write.Put(new RecordKey($"some/{number}"), new byte[] { 1 })],
        [SomeNotes.Of($"if://agent/a{number % 5}/0", $"put.{number}")]));
}
