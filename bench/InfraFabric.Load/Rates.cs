using InfraFabric.Load.Http;
using InfraFabric.Load.Peers;

namespace InfraFabric.Load;

/// <summary>How fast calls were over several rounds; times are in milliseconds.</summary>
internal sealed record Rates(Spread PerSecond, Spread P50, Spread P99)
{
    /// <summary>Without how many there were in a second, for a load whose pace was given.</summary>
    public string Times => $"p50 {P50.ToString("F3")} ms, p99 {P99.ToString("F2")} ms";

    public static Rates Of(IEnumerable<HttpLoadResult> rounds) =>
        Of(rounds.Select(round => new QueueRate(round.PerSecond, round.P50, round.P99)));

    public static Rates Of(IEnumerable<QueueRate> rounds)
    {
        var all = rounds.ToList();
        return new Rates(
            Spread.Of(all.Select(round => round.PerSecond)), Spread.Of(all.Select(round => round.P50)),
            Spread.Of(all.Select(round => round.P99)));
    }

    public override string ToString() => $"{PerSecond.ToString("N0")}/s, {Times}";
}
