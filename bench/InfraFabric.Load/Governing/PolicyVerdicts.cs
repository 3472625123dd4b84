using System.Diagnostics;
using System.Text;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Policy;

namespace InfraFabric.Load.Governing;

/// <summary>What a policy of 1,000 rules says of some work, beside the same rules tried one after the other.</summary>
internal static class PolicyVerdicts
{
    private const int Rules = 1000;

    public static Task<IReadOnlyList<Row>> RunAsync(Effort effort)
    {
        var policy = PolicyFile.Parse(TextOf(new Random(2)), "policy.yaml").Terms;
        var index = new RuleIndex(policy);
        var verdicts = effort.Of(200_000);
        var ours = Measure(verdicts, index);
        // Each rule on its own, until one matches: the same answers without the arrangement.
        var single = policy.Rules!.Select(rule => new RuleIndex(policy with { Rules = [rule] })).ToList();
        var peer = Measure(verdicts / 100, index, asked => single.FindIndex(rule => rule.Decide(asked).Rule > 0) + 1);
        double p50 = ours.At(0.5).TotalMicroseconds, p99 = ours.At(0.99).TotalMicroseconds;
        double peer50 = peer.At(0.5).TotalMicroseconds, peer99 = peer.At(0.99).TotalMicroseconds;
        return Task.FromResult<IReadOnlyList<Row>>(
        [
            new Row($"policy verdict, {Rules:N0} rules", $"p50 {p50:F2} µs, p99 {p99:F2} µs",
                $"the same rules one by one: p50 {peer50:F1} µs, p99 {peer99:F1} µs", "p50 < 10 µs", p50 < 10),
        ]);
    }

    private static Latencies Measure(int verdicts, RuleIndex index, Func<RuleQuestion, int>? instead = null)
    {
        var chance = new Random(3);
        var latencies = new Latencies();
        for (var i = -verdicts / 10; i < verdicts; i++)
        {
            var asked = new RuleQuestion
            {
                Swarm = $"team-{chance.Next(200)}-s{chance.Next(50)}",
                Tenant = $"tenant-{chance.Next(100)}",
                Kind = $"kind-{chance.Next(300)}",
                Required = [$"d{chance.Next(40)}:{chance.Next(100)}", $"d{chance.Next(40)}:{chance.Next(100)}"],
                Cost = Money.FromMicroUsd(chance.Next(10_000_000)),
            };
            var start = Stopwatch.GetTimestamp();
            var rule = instead is null ? index.Decide(asked).Rule : instead(asked);
            if (i >= 0)
                latencies.Add(start);
            if (instead is not null && rule != index.Decide(asked).Rule)
                throw new InvalidOperationException("The two do not agree.");
        }

        return latencies;
    }

    private static string TextOf(Random chance)
    {
        var text = new StringBuilder("rules:\n");
        for (var i = 0; i < Rules; i++)
        {
            text.Append(chance.Next(5) switch
            {
                0 => $"  - swarm: team-{chance.Next(200)}-*\n    kind: kind-{chance.Next(300)}\n",
                1 => $"  - kind: kind-{chance.Next(300)}\n    tenant: tenant-{chance.Next(100)}\n",
                2 => $"  - capability: d{chance.Next(40)}:{chance.Next(100)}\n    tenant: tenant-{chance.Next(100)}\n",
                3 => $"  - tenant: tenant-{chance.Next(100)}\n    capability: d{chance.Next(40)}:*\n",
                _ => $"  - swarm: team-{chance.Next(200)}-s{chance.Next(50)}\n",
            });
            text.Append(chance.Next(2) == 0
                ? "    verdict: deny\n"
                : $"    verdict: allow\n    max_cost: {chance.Next(9)}\n");
        }

        return text.ToString();
    }
}
