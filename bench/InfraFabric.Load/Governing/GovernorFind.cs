using System.Diagnostics;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Matching;

namespace InfraFabric.Load.Governing;

/// <summary>
/// Finding the ten best of 10,000 swarms with 1,000 capabilities, each of which some fifty offer and one that all do.
/// </summary>
internal static class GovernorFind
{
    private const int Swarms = 10_000;
    private const int Capabilities = 1000;

    public static async Task<IReadOnlyList<Row>> RunAsync(Effort effort)
    {
        var chance = new Random(1);
        await using var stage = await GovernorStage.OpenAsync(Enumerable.Range(0, Swarms).Select(i => new StagedSwarm(
            $"s{i:00000}", [.. OffersOf(chance)], Money.FromMicroUsd(chance.Next(100_000, 9_000_000)),
            chance.Next(500, 1001) / 1000.0)));
        var searches = effort.Of(100_000);
        var one = Measure(searches, chance, i => Question(NameOf(i)), stage);
        var two = Measure(searches, chance, i => Question(NameOf(i), NameOf((i * 7) + 1)), stage);
        var common = Measure(searches / 20, chance, i => Question("all:can", NameOf(i)), stage);
        return
        [
            RowOf("one skill", one), RowOf("two skills", two), RowOf("one that all have, and one more", common),
        ];
    }

    private static string NameOf(int skill) => $"d{skill % Capabilities % 20}:{skill % Capabilities}";

    private static MatchQuestion Question(params string[] required) => new()
    {
        Required = [.. required.Select(Capability.Parse)],
        MaxCost = Money.Parse("5"),
    };

    private static IEnumerable<string> OffersOf(Random chance)
    {
        yield return "all:can";
        for (var i = 0; i < 5; i++)
        {
            var skill = chance.Next(Capabilities);
            yield return NameOf(skill);
        }

        if (chance.Next(50) == 0)
            yield return $"d{chance.Next(20)}:*";
    }

    private static Latencies Measure(
        int searches, Random chance, Func<int, MatchQuestion> question, GovernorStage stage)
    {
        var latencies = new Latencies();
        var found = 0;
        for (var i = -searches / 10; i < searches; i++)
        {
            var asked = question(chance.Next(Capabilities));
            var start = Stopwatch.GetTimestamp();
            found += stage.Registry.Find(asked).Qualified;
            if (i >= 0)
                latencies.Add(start);
        }

        return found >= 0 ? latencies : throw new InvalidOperationException("Nothing was found.");
    }

    private static Row RowOf(string what, Latencies latencies)
    {
        double p50 = latencies.At(0.5).TotalMilliseconds, p99 = latencies.At(0.99).TotalMilliseconds;
        return new Row(
            $"find a qualified swarm among {Swarms:N0} with {Capabilities:N0} capabilities: {what}",
            $"p50 {p50 * 1000:F1} µs, p99 {p99 * 1000:F1} µs", "-", "p99 < 1 ms", p99 < 1);
    }
}
