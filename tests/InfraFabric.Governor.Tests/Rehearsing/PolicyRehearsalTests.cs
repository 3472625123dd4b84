using System.Runtime.CompilerServices;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Help;
using InfraFabric.Governor.Policy;
using InfraFabric.Governor.Rehearsing;
using InfraFabric.Governor.Tests.Help;
using InfraFabric.Governor.Tests.Registry;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Governor.Tests.Rehearsing;

public sealed class PolicyRehearsalTests
{
    private const string Task = "0198c5a2-1f00-7abc-8def-0123456789ab";

    [Fact]
    public void Run_TheSamePolicy_ChangesNothing() => Run("", async rehearse =>
    {
        var report = await rehearse("");

        (report.Blockers, report.Assignments, report.Changed).ShouldBe((1, 1, 0));
        report.HelpCost.ShouldBe((Money.Parse("2"), Money.Parse("2")));
        report.Denied.ShouldBe((0, 0));
    });

    [Fact]
    public void Run_PolicyThatDeniesAHelper_AnotherWouldHelp() => Run("", async rehearse =>
    {
        var report = await rehearse("rules: [{swarm: cheap, verdict: deny}]");

        var change = report.Changes.Single(one => one.What == "help");
        (change.Before, change.After).ShouldBe(("cheap for a:1", "dear for a:1"));
        report.HelpCost.ShouldBe((Money.Parse("2"), Money.Parse("3")));
    });

    [Fact]
    public void Run_PolicyThatDeniesWhatWasSpent_TellsHowMuch() => Run("", async rehearse =>
    {
        var report = await rehearse("rules: [{swarm: cheap, verdict: deny, why: too young}]");

        report.Denied.ShouldBe((0, 1));
        report.DeniedCost.ShouldBe((Money.Zero, Money.Parse("1.5")));
        report.Changes.Single(one => one.What == "assignment").After.ShouldBe("cheap: Denied (rule 1: too young)");
    });

    [Fact]
    public void Run_PolicyWithOtherCapabilities_NobodyWouldHelp() => Run("", async rehearse =>
    {
        var report = await rehearse(
            "capability_registry: {cheap: {capabilities: [b:2]}, dear: {capabilities: [b:2]}}");

        report.Escalated.ShouldBe((0, 1));
        report.Denied.ShouldBe((0, 1));
    });

    [Fact]
    public void Run_ClaimOfASwarmThatIsDenied_IsOneMoreDenial() => Run("", async rehearse =>
    {
        var report = await rehearse("rules: [{swarm: dear, verdict: deny}]");

        (report.Assignments, report.Denied, report.DeniedCost.After).ShouldBe((2, (0, 1), Money.Zero));
        report.Changes.Single(one => one.What == "assignment").Before.ShouldBe("dear: allowed");
    }, claimedBy: "dear");

    [Fact]
    public void Run_TaskThatIsGone_IsCountedAsUnknown() => Run("0198c5a2-1f00-7abc-8def-0123456789ac", async rehearse =>
    {
        var report = await rehearse("");

        (report.Assignments, report.Unknown).ShouldBe((0, 1));
    });

    private static (string, RecordedDecision)[] Claim(RegistryStage stage, string swarm) =>
    [
        ("task.claim", new RecordedDecision(
            stage.World.Time.GetUtcNow(), $"tasks/{Task}", new Dictionary<string, string> { ["swarm"] = swarm }, null)),
    ];

    private static void Run(
        string spentOn, Func<Func<string, Task<RehearsalReport>>, Task> story, string claimedBy = "") =>
        RegistryStage.Run(async stage =>
        {
            await stage.JoinAsync("cheap", "a:1", "2");
            await stage.JoinAsync("dear", "a:1", "3");
            await HelpStorm.BlockAsync(stage, TaskId.Parse(Task), needs: "a:1");
            await using var desk = await HelpDesk.StartAsync(
                stage.NewStore(), stage.Registry, stage.Budgets, stage.World.Time, stage.Ids, NullLogger.Instance);
            var now = stage.World.Time.GetUtcNow();
            var history = new History(
            [
                ("help.give", new RecordedDecision(now, $"help/{Task}", new Dictionary<string, string>
                {
                    ["task"] = Task, ["kind"] = "research", ["needs"] = "a:1", ["value"] = "$5.00", ["owner"] = "owner",
                }, null)),
                ("budget.settle", new RecordedDecision(now, "budgets/held/1", new Dictionary<string, string>
                {
                    ["budgets"] = $"fabric swarm/cheap task/{(spentOn.Length == 0 ? Task : spentOn)}",
                }, Money.Parse("1.5"))),
                .. claimedBy.Length == 0 ? [] : Claim(stage, claimedBy),
            ]);
            await story(policy => new PolicyRehearsal(history, desk, stage.Registry, stage.World.Time).RunAsync(
                PolicyFile.Parse(policy, "new.yaml"), TimeSpan.FromDays(7), CancellationToken.None));
        });

    private sealed class History(IReadOnlyList<(string Operation, RecordedDecision Decision)> all) : IDecisionHistory
    {
        public async IAsyncEnumerable<RecordedDecision> ReadAsync(
            string operation, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await System.Threading.Tasks.Task.CompletedTask;
            foreach (var (_, decision) in all.Where(one => one.Operation == operation && one.Decision.At >= since))
                yield return decision;
        }
    }
}
