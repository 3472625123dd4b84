using InfraFabric.Wasm.Wasi;

namespace InfraFabric.Wasm.Tests.Wasi;

public sealed class WasiClockTests
{
    private const int Subscriptions = 256;
    private const int Events = 8_192;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch.AddSeconds(1_000));

    [Fact]
    public void Time_OfBothClocks_IsInNanoseconds()
    {
        using var guest = Guest();
        _clock.Advance(TimeSpan.FromMilliseconds(1.5));

        guest.Call("clock_time_get", 0, 0, 16).ShouldBe(Errno.Success);
        guest.Call("clock_time_get", 1, 0, 24).ShouldBe(Errno.Success);
        guest.Call("clock_res_get", 1, 32).ShouldBe(Errno.Success);

        guest.ReadInt64(16).ShouldBe(1_000_001_500_000);
        guest.ReadInt64(24).ShouldBe(1_500_000);
        guest.ReadInt64(32).ShouldBe(100);
        guest.Call("clock_time_get", 2, 0, 16).ShouldBe(Errno.Invalid);
    }

    [Fact]
    public void Poll_TwoClocks_WaitsForTheShorter()
    {
        using var guest = Guest();
        Subscribe(guest, 0, 11, 0, 1, 5_000_000);
        Subscribe(guest, 1, 22, 0, 1, 2_000_000);

        guest.Call("poll_oneoff", Subscriptions, Events, 2, 16).ShouldBe(Errno.Success);

        _clock.Waits.ShouldBe([TimeSpan.FromMilliseconds(2)]);
        guest.ReadInt32(16).ShouldBe(1);
        guest.ReadInt64(Events).ShouldBe(22);
        guest.ReadInt32(Events + 8).ShouldBe(0);
    }

    [Fact]
    public void Poll_AbsoluteTime_WaitsForTheRest()
    {
        using var guest = Guest();
        Subscribe(guest, 0, 1, 0, 0, 1_000_250_000_000, isAbsolute: true);

        guest.Call("poll_oneoff", Subscriptions, Events, 1, 16).ShouldBe(Errno.Success);

        _clock.Waits.ShouldBe([TimeSpan.FromMilliseconds(250)]);
    }

    [Fact]
    public void Poll_ClockAndStream_DoesNotWait()
    {
        using var guest = Guest();
        Subscribe(guest, 0, 1, 0, 1, 5_000_000);
        Subscribe(guest, 1, 2, 1, 0, 0);
        Subscribe(guest, 2, 3, 2, 77, 0);

        guest.Call("poll_oneoff", Subscriptions, Events, 3, 16).ShouldBe(Errno.Success);

        _clock.Waits.ShouldBeEmpty();
        guest.ReadInt32(16).ShouldBe(2);
        guest.ReadInt64(Events).ShouldBe(2);
        guest.ReadInt32(Events + 8).ShouldBe(1 << 16);
        guest.ReadInt32(Events + 40).ShouldBe((2 << 16) | (int)Errno.BadDescriptor);
    }

    [Fact]
    public void Poll_LongerThanTheLimit_IsInterruptedThen()
    {
        using var guest = Guest();
        Subscribe(guest, 0, 1, 0, 1, 3_600_000_000_000);

        guest.Call("poll_oneoff", Subscriptions, Events, 1, 16).ShouldBe(Errno.Interrupted);

        _clock.Waits.ShouldBe([WasiLimits.Default.MaxWait]);
    }

    [Fact]
    public async Task Poll_StoreIsInterruptedMeanwhile_IsStopped()
    {
        var timer = new ManualTimer();
        using var guest = HourLong(timer);

        var poll = Task.Factory.StartNew(
            () => guest.Call("poll_oneoff", Subscriptions, Events, 1, 16), TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await timer.Started.WaitAsync(Patience, TestContext.Current.CancellationToken);
        guest.Store.Interrupt();

        var trap = await Should.ThrowAsync<TrapException>(
            poll.WaitAsync(Patience, TestContext.Current.CancellationToken));
        trap.Reason.ShouldBe(TrapReason.Interrupted);
        timer.DueTime.ShouldBe(TimeSpan.FromHours(1));
        timer.IsDisposed.ShouldBeTrue();
    }

    [Fact]
    public void Poll_ClockInterruptsTheStore_IsStoppedBeforeItWaits()
    {
        var timer = new ManualTimer();
        using var guest = HourLong(timer);
        using var deadline = guest.Store.InterruptAfter(TimeSpan.FromSeconds(1), timer);
        timer.Fire();

        Should.Throw<TrapException>(() => guest.Call("poll_oneoff", Subscriptions, Events, 1, 16))
            .Reason.ShouldBe(TrapReason.Interrupted);
        guest.Store.Resume();

        guest.Call("poll_oneoff", Subscriptions, Events, 0, 16).ShouldBe(Errno.Invalid);
    }

    [Fact]
    public void Poll_WithoutAClock_SaysSoInTheEvent()
    {
        using var guest = new WasiGuest();
        Subscribe(guest, 0, 1, 0, 1, 5_000_000);

        guest.Call("poll_oneoff", Subscriptions, Events, 1, 16).ShouldBe(Errno.Success);

        guest.ReadInt32(Events + 8).ShouldBe((int)Errno.Invalid);
    }

    [Theory]
    [InlineData(0, Subscriptions, Errno.Invalid)]
    [InlineData(100_000, Subscriptions, Errno.Invalid)]
    [InlineData(2, Memory.PageBytes - 64, Errno.Fault)]
    internal void Poll_WrongCountOrPlace_IsRefused(int count, int place, Errno expected)
    {
        using var guest = Guest();

        guest.Call("poll_oneoff", place, Events, count, 16).ShouldBe(expected);
    }

    // Nothing but an interruption ends its wait.
    private static WasiGuest HourLong(ManualTimer timer)
    {
        var limits = new WasiLimits { MaxWait = TimeSpan.FromHours(2) };
        var guest = new WasiGuest(new WasiOptions { TimeProvider = timer, Limits = limits });
        Subscribe(guest, 0, 1, 0, 1, 3_600_000_000_000);
        return guest;
    }

    private WasiGuest Guest() => new(new WasiOptions { TimeProvider = _clock });

    private static void Subscribe(
        WasiGuest guest, int index, long userData, int kind, int item, long timeout, bool isAbsolute = false)
    {
        var place = Subscriptions + (48 * index);
        guest.WriteInt64(place, userData);
        guest.WriteInt64(place + 8, kind);
        guest.WriteInt64(place + 16, item);
        guest.WriteInt64(place + 24, timeout);
        guest.WriteInt64(place + 40, isAbsolute ? 1 : 0);
    }
}
