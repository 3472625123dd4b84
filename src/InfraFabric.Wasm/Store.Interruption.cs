using InfraFabric.Wasm.Runtime;

namespace InfraFabric.Wasm;

public sealed unsafe partial class Store
{
    // What the guest waits for, and whether it was interrupted; null while it runs.
    private TaskCompletionSource<bool>? _sleep;

    /// <summary>
    /// Stops what runs with <see cref="TrapReason.Interrupted"/>, and all that is called until <see cref="Resume"/>.
    /// </summary>
    public void Interrupt() => SetLeastFuel(long.MaxValue);

    /// <summary>Lets calls run again.</summary>
    public void Resume() => SetLeastFuel(0);

    /// <summary>
    /// Interrupts after a time on the wall's clock, unless what is returned is disposed before. It stays interrupted
    /// until <see cref="Resume"/>.
    /// </summary>
    public IDisposable InterruptAfter(TimeSpan limit, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.Zero);
        return new Deadline(this, limit, time);
    }

    internal bool IsInterrupted => Volatile.Read(ref Meter->LeastFuel) != 0;

    /// <summary>Has the guest, whose thread this is, wait for a time, or until it is interrupted.</summary>
    /// <exception cref="TrapException">It was interrupted.</exception>
    internal void Sleep(TimeSpan time, TimeProvider clock)
    {
        var sleep = new TaskCompletionSource<bool>();
        lock (_meterLock)
        {
            _sleep = sleep;
            if (IsInterrupted)
                sleep.TrySetResult(true);
        }

        bool isInterrupted;
        using (clock.CreateTimer(_ => sleep.TrySetResult(false), null, time, Timeout.InfiniteTimeSpan))
            isInterrupted = sleep.Task.Result;
        lock (_meterLock)
            _sleep = null;
        if (isInterrupted)
            throw Traps.Interrupted();
    }

    private void SetLeastFuel(long fuel)
    {
        lock (_meterLock)
        {
            if (_meter is not null)
                Volatile.Write(ref _meter->LeastFuel, fuel);
            if (fuel != 0)
                _sleep?.TrySetResult(true);
        }
    }
}
