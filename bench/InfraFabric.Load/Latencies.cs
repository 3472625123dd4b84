using System.Diagnostics;

namespace InfraFabric.Load;

/// <summary>The times of one measurement, each kept, so that a percentile is exact.</summary>
internal sealed class Latencies
{
    private readonly List<long> _ticks = [];
    private readonly Lock _lock = new();

    public int Count => _ticks.Count;

    public void Add(long startTimestamp) => AddTicks(Stopwatch.GetTimestamp() - startTimestamp);

    public void AddTicks(long ticks)
    {
        lock (_lock)
            _ticks.Add(ticks);
    }

    /// <summary>Takes over what another measured; committers measure apart so as not to wait for each other.</summary>
    public void Add(Latencies other) => _ticks.AddRange(other._ticks);

    public void Clear()
    {
        lock (_lock)
            _ticks.Clear();
    }

    /// <summary>The time that a share of all stayed within.</summary>
    public TimeSpan At(double share)
    {
        lock (_lock)
        {
            if (_ticks.Count == 0)
                return TimeSpan.Zero;
            _ticks.Sort();
            return Stopwatch.GetElapsedTime(0, _ticks[Math.Min(_ticks.Count - 1, (int)(_ticks.Count * share))]);
        }
    }
}
