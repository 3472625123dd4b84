namespace InfraFabric.State.Simulated;

/// <summary>A clock that stands still until it jumps to its next timer. Used by one thread.</summary>
internal sealed class SimulatedTime : TimeProvider
{
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<(SimulatedTimer Timer, int Setting), (TimeSpan Due, long Order)> _settings = new();
    private TimeSpan _elapsed;
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => Epoch + _elapsed;

    public override long GetTimestamp() => _elapsed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Runs the next timer at its time; false if none is set.</summary>
    public bool JumpToNextTimer()
    {
        while (_settings.TryDequeue(out var next, out var at))
        {
            if (next.Timer.Setting != next.Setting)
                continue;
            _elapsed = at.Due;
            next.Timer.Fire();
            return true;
        }

        return false;
    }

    private void Set(SimulatedTimer timer, TimeSpan dueTime) =>
        _settings.Enqueue((timer, timer.Setting), (_elapsed + dueTime, _order++));

    private sealed class SimulatedTimer(SimulatedTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        /// <summary>Counts the settings, so that an outdated one is recognised.</summary>
        public int Setting { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Setting++;
            _period = period;
            if (dueTime >= TimeSpan.Zero)
                time.Set(this, dueTime);
            return true;
        }

        public void Fire()
        {
            if (_period > TimeSpan.Zero)
                time.Set(this, _period);
            callback(state);
        }

        public void Dispose() => Setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
