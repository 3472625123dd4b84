using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Help;
using InfraFabric.Governor.Policy;

namespace InfraFabric.Load.Governing;

/// <summary>
/// Blockers that any idle swarm helps with, beside the same blockers with helpers that the governor chooses. A helper
/// wastes what it costs if it cannot do what is needed, if somebody has done it before, or if it fails. Whether it
/// would fail, and how long it takes, is the same in both.
/// </summary>
internal static class GangUp
{
    private const int Swarms = 200;
    private const int Skills = 40;

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        var gang = await GangAsync();
        var random = await ManyAsync(1000);
        return
        [
            RowOf("seven sessions gang up on one blocker, $5 budget", gang),
            RowOf("1,000 random blockers, 200 swarms", random),
        ];
    }

    /// <summary>
    /// The scenario of the requirements: seven sessions at a dollar each, of which three can do what is needed.
    /// </summary>
    private static async Task<(Outcome Random, Outcome Governed)> GangAsync()
    {
        StagedSwarm[] swarms =
        [
            .. Enumerable.Range(1, 7).Select(i => new StagedSwarm(
                $"session-{i}", [i <= 3 ? $"need:{i}" : $"other:{i}"], Money.Parse("1"))),
        ];
        await using var stage = await GovernorStage.OpenAsync(swarms);
        Outcome random = new(), governed = new();
        var chance = new Random(4);
        string[] needs = ["need:1", "need:2", "need:3"];
        var blocker = new Blocker(needs, Money.Parse("5"), [.. swarms], Seed: 4) { Spread = 0 };
        Everybody(blocker, random);
        Governed(blocker, stage, [], governed, chance);
        return (random, governed);
    }

    private static async Task<(Outcome Random, Outcome Governed)> ManyAsync(int blockers)
    {
        var chance = new Random(5);
        StagedSwarm[] swarms =
        [
            .. Enumerable.Range(0, Swarms).Select(i => new StagedSwarm(
                $"s{i:000}",
                [.. Enumerable.Range(0, 3).Select(_ => $"skill:{chance.Next(Skills)}").Distinct()],
                Money.FromMicroUsd(chance.Next(2, 20) * 100_000),
                1 - (chance.NextDouble() * chance.NextDouble() * 0.2))),
        ];
        await using var stage = await GovernorStage.OpenAsync(swarms);
        Outcome random = new(), governed = new();
        for (var i = 0; i < blockers; i++)
        {
            string[] needs =
            [
                .. Enumerable.Range(0, chance.Next(1, 4)).Select(_ => $"skill:{chance.Next(Skills)}").Distinct(),
            ];
            // Whoever happens to be idle: three to nine of all help at random; the governor may choose among a fifth.
            var idle = swarms.OrderBy(_ => chance.Next()).Take(Swarms / 5).ToList();
            var joins = idle.Take(chance.Next(3, 10)).ToList();
            var budget = Money.FromMicroUsd(chance.Next(2, 11) * 1_000_000);
            var busy = swarms.Except(idle).Select(swarm => swarm.Name).ToHashSet(StringComparer.Ordinal);
            Everybody(new Blocker(needs, budget, joins, Seed: i), random);
            Governed(new Blocker(needs, budget, idle, Seed: i), stage, busy, governed, chance);
        }

        return (random, governed);
    }

    private static void Everybody(Blocker blocker, Outcome outcome)
    {
        var open = blocker.Needs.ToHashSet(StringComparer.Ordinal);
        var spent = Money.Zero;
        foreach (var swarm in blocker.Idle)
            spent += Work(blocker, swarm, blocker.CostOf(swarm), open, outcome);
        outcome.End(blocker.Needs.Count, blocker.Needs.Count - open.Count, spent > blocker.Budget);
    }

    private static void Governed(
        Blocker blocker, GovernorStage stage, HashSet<string> busy, Outcome outcome, Random chance)
    {
        var policy = PolicyRecord.Default with { };
        var work = new WorkAtHand
        {
            Task = TaskId.New(new IdSource(TimeProvider.System, chance)),
            Kind = "work",
            Stage = "claimed",
            Required = [.. blocker.Needs.Select(Capability.Parse)],
            Value = Money.Min(blocker.Budget, policy.MaxCostPerTask),
        };
        var plan = HelpPlanner.Plan(work, policy, busy, stage.Registry.Find);
        var open = blocker.Needs.ToHashSet(StringComparer.Ordinal);
        var spent = Money.Zero;
        foreach (var helper in plan.Helpers)
        {
            var swarm = blocker.Idle.First(idle => idle.Name == helper.Candidate.Swarm.Text);
            // It stops where what is reserved for it ends.
            spent += Work(blocker, swarm, Money.Min(blocker.CostOf(swarm), helper.Share), open, outcome);
        }

        outcome.End(blocker.Needs.Count, blocker.Needs.Count - open.Count, spent > blocker.Budget);
    }

    private static Money Work(
        Blocker blocker, StagedSwarm swarm, Money cost, HashSet<string> open, Outcome outcome)
    {
        var helps = blocker.WouldSucceed(swarm) && swarm.Capabilities.Any(open.Contains);
        if (helps)
            open.ExceptWith(swarm.Capabilities);
        outcome.Spend(cost, helps);
        return cost;
    }

    private static Row RowOf(string what, (Outcome Random, Outcome Governed) outcome) => new(
        what, $"{outcome.Governed}", $"any idle swarm helps: {outcome.Random}", "< 10 % waste, never over budget",
        outcome.Governed is { Waste: < 0.1, OverBudget: 0 });
}
