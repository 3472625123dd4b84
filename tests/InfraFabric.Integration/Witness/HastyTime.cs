namespace InfraFabric.Integration.Witness;

/// <summary>A clock on which a long time has passed whenever it is looked at.</summary>
internal sealed class HastyTime : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Add(ref _now, TimeSpan.FromMinutes(1).Ticks);
}
