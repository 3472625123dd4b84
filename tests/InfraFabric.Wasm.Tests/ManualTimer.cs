namespace InfraFabric.Wasm.Tests;

/// <summary>
/// A clock with one timer, which fires when the test says so, also after it was disposed, as a late one may.
/// </summary>
internal sealed class ManualTimer : TimeProvider, ITimer
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action? _fire;

    /// <summary>Ends when somebody waits for the timer.</summary>
    public Task Started => _started.Task;

    public TimeSpan DueTime { get; private set; }

    public bool IsDisposed { get; private set; }

    public void Fire() => _fire!();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        DueTime = dueTime;
        _fire = () => callback(state);
        _started.TrySetResult();
        return this;
    }

    public bool Change(TimeSpan dueTime, TimeSpan period) => true;

    public void Dispose() => IsDisposed = true;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
