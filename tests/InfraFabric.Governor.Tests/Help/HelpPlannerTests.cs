using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Help;
using InfraFabric.Governor.Policy;
using InfraFabric.Governor.Tests.Registry;

namespace InfraFabric.Governor.Tests.Help;

public sealed class HelpPlannerTests
{
    [Fact]
    public void Plan_OneCanDoAll_NobodyElseIsPaid() => RegistryStage.Run(async stage =>
    {
        await stage.JoinAsync("both", "a:1 a:2", "1");
        await stage.JoinAsync("first", "a:1", "1");
        await stage.JoinAsync("second", "a:2", "1");

        Plan(stage, "a:1 a:2", "5").ShouldBe(["both a:1 $5.00"]);
    });

    [Fact]
    public void Plan_EachCanDoOne_TheBestForEachShareWhatIsLeft() => RegistryStage.Run(async stage =>
    {
        await stage.JoinAsync("first", "a:1", "1");
        await stage.JoinAsync("first-dear", "a:1", "3");
        await stage.JoinAsync("second", "a:2", "0.5");

        Plan(stage, "a:1 a:2", "6").ShouldBe(["first a:1 $4.00", "second a:2 $2.00"]);
    });

    [Fact]
    public void Plan_SwarmsThatCostNothing_ShareEvenly() => RegistryStage.Run(async stage =>
    {
        await stage.JoinAsync("first", "a:1", "0");
        await stage.JoinAsync("second", "a:2", "0");

        Plan(stage, "a:1 a:2", "5").ShouldBe(["first a:1 $2.50", "second a:2 $2.50"]);
    });

    [Fact]
    public void Plan_MoreNeededThanMayHelp_StopsThere() => RegistryStage.Run(async stage =>
    {
        for (var i = 1; i <= 5; i++)
            await stage.JoinAsync($"s{i}", $"a:{i}", "0.01");

        Plan(stage, "a:1 a:2 a:3 a:4 a:5", "10").ShouldBe(
            ["s1 a:1 $3.333333", "s2 a:2 $3.333333", "s3 a:3 $3.333333"]);
    });

    [Fact]
    public void Plan_HelpThatIsWorthLessThanItCosts_IsRefused() => RegistryStage.Run(async stage =>
    {
        // At stake are $4. The first helps with p = 0.5, so $2 stay at stake for the second, who helps with p = 0.5.
        await stage.JoinAsync("first", "a:1", "2");
        await stage.JoinAsync("second", "a:2", "1.01");

        var plan = HelpPlanner.Plan(Work("a:1 a:2", "4"), stage.Registry.Policy, Nobody, stage.Registry.Find);

        plan.Helpers.Select(helper => helper.Candidate.Swarm.Text).ShouldBe(["first"]);
        plan.Missing.ShouldBe(["a:2"]);
        plan.Reasons.ShouldHaveSingleItem().ShouldContain("'second' would cost $1.01");
    });

    [Fact]
    public void Plan_HelpThatIsWorthExactlyWhatItCosts_IsGiven() => RegistryStage.Run(async stage =>
    {
        await stage.JoinAsync("first", "a:1", "2");
        await stage.JoinAsync("second", "a:2", "1");

        Plan(stage, "a:1 a:2", "4").Count.ShouldBe(2);
    });

    [Fact]
    public void Plan_NobodyWhoseCostIsKnown_HelpsNobody() => RegistryStage.Run(async stage =>
    {
        await stage.JoinAsync("unstated", "a:1");
        await stage.JoinAsync("dear", "a:1", "5.01");

        Plan(stage, "a:1", "5").ShouldBeEmpty();
    });

    [Fact]
    public void Plan_TheOwner_NeverHelpsItself() => RegistryStage.Run(async stage =>
    {
        await stage.JoinAsync("owner", "a:1", "1");

        Plan(stage, "a:1", "5").ShouldBeEmpty();
    });

    [Fact]
    public void Plan_RandomFabrics_KeepTheMoneyWithinWhatThereIsAndGiveEachWhatItCosts() =>
        RegistryStage.Run(async stage =>
        {
            for (var round = 0; round < 200; round++)
            {
                var chance = stage.World.Chance;
                await stage.JoinAsync(
                    $"s{chance.Next(15)}", string.Join(' ', Enumerable.Range(0, 3).Select(_ => $"a:{chance.Next(6)}")),
                    $"{chance.Next(500) / 100.0:0.00}".Replace(',', '.'));
                var work = Work("a:0 a:1 a:2 a:3", $"{chance.Next(1, 10)}");

                var plan = HelpPlanner.Plan(work, stage.Registry.Policy, Nobody, stage.Registry.Find);

                plan.Helpers.Count.ShouldBeLessThanOrEqualTo(PolicyRecord.Default.MaxSwarmsPerTask);
                plan.Helpers.Sum(helper => helper.Share.MicroUsd).ShouldBeLessThanOrEqualTo(work.Value.MicroUsd);
                plan.Helpers.ShouldAllBe(helper => helper.Share >= helper.Cost);
                plan.Helpers.Select(helper => helper.Candidate.Swarm).ShouldBeUnique();
            }
        });

    private static HashSet<string> Nobody => [];

    private static IReadOnlyList<string> Plan(RegistryStage stage, string needs, string dollars) =>
    [
        .. HelpPlanner.Plan(Work(needs, dollars), stage.Registry.Policy, Nobody, stage.Registry.Find).Helpers
            .Select(helper => $"{helper.Candidate.Swarm} {helper.Capability} {helper.Share}"),
    ];

    private static WorkAtHand Work(string needs, string dollars) => new()
    {
        Task = TaskId.Parse("0198c5a2-1f00-7abc-8def-0123456789ab"),
        Kind = "research",
        Stage = "claimed",
        Owner = "owner",
        Blocked = "stuck",
        Required = RegistryStage.Read(needs),
        Value = Money.Parse(dollars),
    };
}
