namespace InfraFabric.Coordinator.Hosting;

/// <summary>Counts the claims of the last minute, second by second, and how long they took.</summary>
internal sealed class ClaimMeter(TimeProvider time)
{
    private const int Seconds = 60;

    // Each step is 10 % longer than the one before, from 10 microseconds on: fine enough for a percentile.
    private const int Steps = 160;
    private const double Growth = 1.1;

    private readonly Lock _lock = new();
    private readonly int[][] _counts = [.. Enumerable.Range(0, Seconds).Select(_ => new int[Steps])];
    private readonly long[] _claims = new long[Seconds];
    private readonly long[] _seconds = new long[Seconds];

    /// <summary>One call that took so long and made so many claims.</summary>
    public void Count(TimeSpan took, int claims)
    {
        if (claims == 0)
            return;
        var step = (int)Math.Clamp(Math.Log(Math.Max(1, took.TotalMicroseconds / 10), Growth), 0, Steps - 1);
        lock (_lock)
        {
            var slot = SlotOf(Now());
            _counts[slot][step]++;
            _claims[slot] += claims;
        }
    }

    public ClaimRates Read()
    {
        var merged = new int[Steps];
        var claims = 0L;
        lock (_lock)
        {
            var now = Now();
            for (var slot = 0; slot < Seconds; slot++)
            {
                if (now - _seconds[slot] >= Seconds)
                    continue;
                claims += _claims[slot];
                for (var step = 0; step < Steps; step++)
                    merged[step] += _counts[slot][step];
            }
        }

        return new ClaimRates(claims, claims / (double)Seconds, Percentile(merged, 0.50), Percentile(merged, 0.99));
    }

    private static TimeSpan? Percentile(int[] counts, double part)
    {
        var left = (long)Math.Ceiling(counts.Sum(count => (long)count) * part);
        if (left == 0)
            return null;
        var step = 0;
        while ((left -= counts[step]) > 0)
            step++;
        return TimeSpan.FromMicroseconds(10 * Math.Pow(Growth, step + 1));
    }

    private long Now() => time.GetTimestamp() / time.TimestampFrequency;

    private int SlotOf(long second)
    {
        var slot = (int)(second % Seconds);
        if (_seconds[slot] == second)
            return slot;
        _seconds[slot] = second;
        _claims[slot] = 0;
        Array.Clear(_counts[slot]);
        return slot;
    }
}
