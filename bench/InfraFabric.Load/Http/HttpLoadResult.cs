namespace InfraFabric.Load.Http;

/// <summary>What came of a load.</summary>
/// <param name="Answers">How many requests were answered with a status of 2xx.</param>
/// <param name="Refusals">How many were answered otherwise, by status.</param>
/// <param name="Elapsed">From the first request to the last answer.</param>
/// <param name="Latencies">From sending a request to having its whole answer, for every answer.</param>
internal sealed record HttpLoadResult(
    long Answers, IReadOnlyDictionary<int, long> Refusals, TimeSpan Elapsed, Latencies Latencies)
{
    public double P50 => Latencies.At(0.5).TotalMilliseconds;

    public double P99 => Latencies.At(0.99).TotalMilliseconds;

    public double Slowest => Latencies.At(1).TotalMilliseconds;

    public double PerSecond => Answers / Elapsed.TotalSeconds;

    public override string ToString() => $"{PerSecond:N0}/s, p50 {Latencies.At(0.5).TotalMilliseconds:F3} ms, "
        + $"p99 {Latencies.At(0.99).TotalMilliseconds:F2} ms";

    /// <summary>The result itself; throws when anything was refused, because refusals are faster than work.</summary>
    public HttpLoadResult WithoutRefusals() => Refusals.Count == 0
        ? this
        : throw new InvalidOperationException(
            $"Refused: {string.Join(", ", Refusals.Select(r => $"{r.Value} times {r.Key}"))}.");
}
