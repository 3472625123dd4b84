namespace InfraFabric.Load.Peers;

/// <summary>How fast a queue serves.</summary>
/// <param name="PerSecond">Jobs a second.</param>
/// <param name="P50">Milliseconds that half of the calls stayed within.</param>
/// <param name="P99">Milliseconds that 99 of 100 calls stayed within.</param>
internal sealed record QueueRate(double PerSecond, double P50, double P99)
{
    public override string ToString() => $"{PerSecond:N0}/s, p50 {P50:F2} ms, p99 {P99:F1} ms";
}
