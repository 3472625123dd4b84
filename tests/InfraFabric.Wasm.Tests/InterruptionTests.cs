using InfraFabric.Wasm.Tests.Binary;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests;

public sealed class InterruptionTests : IDisposable
{
    private static readonly byte[] Guest = new ModuleBytes().Type([], [])
        .Function(0, 0x03, 0x40, 0x0C, 0, End).Function(0).Export("loop", 0, 0).Export("return", 0, 1).ToArray();

    private readonly Store _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(Metering.Fuel)]
    [InlineData(Metering.None)]
    public void InterruptAfter_BusyLoop_IsStoppedFromAnotherThread(Metering metering)
    {
        var loop = Instance(metering).GetFunction<Action>("loop");

        using var limit = _store.InterruptAfter(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        var trap = Should.Throw<TrapException>(() => loop());

        trap.Reason.ShouldBe(TrapReason.Interrupted);
        trap.Frames.Select(frame => frame.Name).ShouldBe(["loop"]);
    }

    [Fact]
    public void InterruptAfter_TimeIsOver_StopsCallsUntilTheyMayGoOn()
    {
        var clock = new ManualTimer();
        var loop = Instance().GetFunction<Action>("loop");
        using var limit = _store.InterruptAfter(TimeSpan.FromSeconds(3), clock);

        clock.Fire();

        clock.DueTime.ShouldBe(TimeSpan.FromSeconds(3));
        Should.Throw<TrapException>(() => loop()).Reason.ShouldBe(TrapReason.Interrupted);
        Should.Throw<TrapException>(() => loop()).Reason.ShouldBe(TrapReason.Interrupted);
        _store.Resume();
        Instance().GetFunction<Action>("return")();
    }

    [Fact]
    public void InterruptAfter_Disposed_NeverInterrupts()
    {
        var clock = new ManualTimer();
        using var store = new Store(new StoreOptions { Fuel = 1_000 });
        var loop = new Linker().Instantiate(store, Module.Load(Guest)).GetFunction<Action>("loop");

        store.InterruptAfter(TimeSpan.FromSeconds(1), clock).Dispose();
        clock.Fire();

        clock.IsDisposed.ShouldBeTrue();
        Should.Throw<TrapException>(() => loop()).Reason.ShouldBe(TrapReason.OutOfFuel);
    }

    [Fact]
    public void InterruptAfter_StoreIsGone_DoesNothing()
    {
        var clock = new ManualTimer();
        var store = new Store();
        using var limit = store.InterruptAfter(TimeSpan.FromSeconds(1), clock);
        store.Dispose();

        Should.NotThrow(clock.Fire);
    }

    private Instance Instance(Metering metering = Metering.Fuel) =>
        new Linker().Instantiate(_store, Module.Load(Guest, new ModuleOptions { Metering = metering }));
}
