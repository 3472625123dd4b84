using System.Text.Json;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Budgets;
using InfraFabric.Governor.Help;
using InfraFabric.Governor.Tests.Budgets;
using InfraFabric.Governor.Tests.Registry;
using InfraFabric.State.Contract;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Governor.Tests.Help;

public sealed class HelpDeskTests
{
    private const string Task = "0198c5a2-1f00-7abc-8def-0123456789ab";

    private static readonly TaskId Id = TaskId.Parse(Task);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 30)];

    [Fact]
    public void Blocker_SomebodyCanHelp_IsHelpedAndPaidFor() => Run(async (stage, desk) =>
    {
        await stage.JoinAsync("helper", "a:1", "2");
        await BlockAsync(stage, needs: "a:1");

        await stage.UntilAsync(() => desk.Find(Id) is not null);

        var helper = desk.Find(Id)!.Helpers.ShouldHaveSingleItem();
        (helper.Swarm, helper.Capability, helper.Amount).ShouldBe(("helper", "a:1", Money.Parse("5")));
        stage.Budgets.Find(BudgetId.Fabric)!.Reserved.ShouldBe(Money.Parse("5"));
        (await OperationsAsync(stage)).ShouldBe(["budget.reserve", "help.give"]);
    });

    [Fact]
    public void Blocker_SaysNothingOfWhatItNeeds_NeedsWhatTheTaskRequires() => Run(async (stage, desk) =>
    {
        await stage.JoinAsync("helper", "a:1 a:2", "2");
        await BlockAsync(stage, needs: null, requires: "a:1 a:2");

        await stage.UntilAsync(() => desk.Find(Id) is not null);

        desk.Find(Id)!.Helpers.ShouldHaveSingleItem().Swarm.ShouldBe("helper");
    });

    [Fact]
    public void Blocker_OnlyPartOfItCanBeHelped_APersonHearsOfTheRest() => Run(async (stage, desk) =>
    {
        await stage.JoinAsync("helper", "a:1", "1");
        await BlockAsync(stage, needs: "a:1 a:2");

        await stage.UntilAsync(() => desk.Find(Id) is not null);

        desk.Find(Id)!.Helpers.ShouldHaveSingleItem().Capability.ShouldBe("a:1");
        (await stage.ReadAsync($"escalations/{desk.Find(Id)!.Escalation}"))!
            .ShouldContain("It needs a:2. helper can help with the rest.");
    });

    [Theory]
    [InlineData("a:1", "dear", "declared", "nobody is qualified")]
    [InlineData(null, "dear", "declared", "says what is needed")]
    [InlineData("a:1", "cheap", "cycle", "waits for other tasks")]
    public void Blocker_NobodyCanHelp_APersonIsAsked(string? needs, string swarm, string kind, string why) =>
        Run(async (stage, desk) =>
        {
            await stage.JoinAsync(swarm, "a:1", swarm == "dear" ? "100" : "1");
            await BlockAsync(stage, needs, kind: kind);

            await stage.UntilAsync(() => desk.Find(Id) is not null);

            var escalation = (await stage.ReadAsync($"escalations/{desk.Find(Id)!.Escalation}")).ShouldNotBeNull();
            escalation.ShouldContain(why);
            escalation.ShouldContain($"ifctl coordinator resolve {Task}");
            (await OperationsAsync(stage)).ShouldBe(["help.escalate"]);
        });

    [Fact]
    public void Blocker_NoBudgetIsSetOrLeft_APersonIsAsked() => Run(async (stage, desk) =>
    {
        await stage.JoinAsync("helper", "a:1", "2");
        await SetAsync(stage, BudgetId.Fabric, "1");
        await BlockAsync(stage, needs: "a:1");

        await stage.UntilAsync(() => desk.Find(Id) is not null);

        (await stage.ReadAsync($"escalations/{desk.Find(Id)!.Escalation}"))!
            .ShouldContain("'helper' cannot be paid: fabric has $1.00 left");
        stage.Budgets.Find(BudgetId.Fabric)!.Reserved.ShouldBe(Money.Zero);
    });

    [Fact]
    public void Blocker_OneBudgetHasLessThanTheShareButEnough_ThatMuchIsKept() => Run(async (stage, desk) =>
    {
        await stage.JoinAsync("helper", "a:1", "2");
        await SetAsync(stage, BudgetId.Parse("swarm/helper"), "3");
        await BlockAsync(stage, needs: "a:1");

        await stage.UntilAsync(() => desk.Find(Id) is not null);

        desk.Find(Id)!.Helpers.ShouldHaveSingleItem().Amount.ShouldBe(Money.Parse("3"));
    });

    [Fact]
    public void Blocker_TheBestCannotBePaid_TheNextBestHelps() => Run(async (stage, desk) =>
    {
        await stage.JoinAsync("poor", "a:1", "2");
        await stage.JoinAsync("rich", "a:1", "3");
        await SetAsync(stage, BudgetId.Parse("swarm/poor"), "1");
        await BlockAsync(stage, needs: "a:1");

        await stage.UntilAsync(() => desk.Find(Id) is not null);

        desk.Find(Id)!.Helpers.ShouldHaveSingleItem().Swarm.ShouldBe("rich");
    });

    [Fact]
    public void Help_OfASwarmWithATenant_GoesThroughTheTenantsBudget() => Run(async (stage, desk) =>
    {
        await stage.JoinAsync("helper", "a:1", "2");
        await stage.PutAsync("registry/helper", """{"tenant":"acme"}""");
        await SetAsync(stage, BudgetId.Parse("tenant/acme"), "20");
        await BlockAsync(stage, needs: "a:1");

        await stage.UntilAsync(() => desk.Find(Id) is not null);

        stage.Budgets.Find(BudgetId.Parse("tenant/acme"))!.Reserved.ShouldBe(Money.Parse("5"));
    });

    [Fact]
    public void Help_TheHelperSettles_NobodyElseMay() => Run(async (stage, desk) =>
    {
        await stage.JoinAsync("helper", "a:1", "2");
        await BlockAsync(stage, needs: "a:1");
        await stage.UntilAsync(() => desk.Find(Id) is not null);
        var reservation = ReservationId.Parse(desk.Find(Id)!.Helpers[0].Reservation);

        var other = await stage.Budgets.SettleAsync(reservation, Money.Parse("1"), BudgetStage.Cause);
        var own = await stage.Budgets.SettleAsync(
            reservation, Money.Parse("1"), BudgetStage.Cause with { Actor = "if://agent/helper/1" });

        (other.Verdict, own.Verdict).ShouldBe((SpendVerdict.NotYours, SpendVerdict.Done));
    });

    [Fact]
    public void Blocker_Answered_EndsItsHelpAndGivesBackWhatWasNotSpent() => Run(async (stage, desk) =>
    {
        await stage.JoinAsync("helper", "a:1", "2");
        await BlockAsync(stage, needs: "a:1");
        await stage.UntilAsync(() => desk.Find(Id) is not null);

        await stage.DeleteAsync($"blockers/{Task}");
        await stage.UntilAsync(() => desk.Find(Id) is null);
        await stage.UntilAsync(() => stage.Budgets.Find(BudgetId.Fabric)!.Reserved == Money.Zero);

        (await OperationsAsync(stage)).ShouldBe(["budget.reserve", "help.give", "help.end", "budget.release"]);
    });

    [Fact]
    public void Blocker_RaisedAgainAfterItsHelp_IsHelpedAgain() => Run(async (stage, desk) =>
    {
        await stage.JoinAsync("helper", "a:1", "2");
        await BlockAsync(stage, needs: "a:1");
        await stage.UntilAsync(() => desk.Find(Id) is not null);
        var first = desk.Find(Id)!;

        await BlockAsync(stage, needs: "a:1 a:2");
        await stage.UntilAsync(() => desk.Find(Id)?.At > first.At);

        desk.Find(Id)!.Helpers.ShouldHaveSingleItem().Capability.ShouldBe("a:1");
    });

    [Fact]
    public void Helper_Gone_AnotherOneHelps() => Run(async (stage, desk) =>
    {
        await stage.JoinAsync("first", "a:1", "1");
        await stage.JoinAsync("second", "a:1", "2");
        await BlockAsync(stage, needs: "a:1");
        await stage.UntilAsync(() => desk.Find(Id)?.Helpers[0].Swarm == "first");

        var session = JsonDocument.Parse((await stage.ReadAsync("sessions/first"))!).RootElement;
        await stage.Store.RevokeLeaseAsync(
            new LeaseId(session.GetProperty("lease").GetInt64()), stage.Note("lease.end"));

        await stage.UntilAsync(() => desk.Find(Id)?.Helpers[0].Swarm == "second");
        await stage.UntilAsync(() => stage.Budgets.Find(BudgetId.Fabric)!.Reserved == Money.Parse("5"));
    });

    [Fact]
    public void Blocker_ForWantOfMoney_APersonIsAskedToRaiseTheBudget() => Run(async (stage, desk) =>
    {
        await stage.JoinAsync("helper", "a:1", "2");
        await BlockAsync(stage, needs: "a:1", kind: "budget");

        await stage.UntilAsync(() => desk.Find(Id) is not null);

        var escalation = (await stage.ReadAsync($"escalations/{desk.Find(Id)!.Escalation}"))!;
        escalation.ShouldContain("\"kind\":\"budget\"");
        escalation.ShouldContain("It is paused.");
        stage.Budgets.Find(BudgetId.Fabric)!.Reserved.ShouldBe(Money.Zero);
    });

    [Fact]
    public void Explain_BlockedTask_TellsOfEachWhyOrWhyNot() => Run(async (stage, desk) =>
    {
        await stage.JoinAsync("helper", "a:1", "2");
        await stage.JoinAsync("owner", "a:1", "1");
        await stage.JoinAsync("other", "b:1", "1");
        await BlockAsync(stage, needs: "a:1");

        var (work, answer) = (await desk.ExplainAsync(Id, 10, CancellationToken.None))!.Value;

        (work.Owner, work.Blocked, work.Value).ShouldBe(("owner", "stuck", Money.Parse("5")));
        answer.Candidates.Select(candidate => $"{candidate.Swarm} {candidate.Verdict}")
            .ShouldBe(["helper Best", "owner Excluded", "other NotQualified"]);
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Blockers_ServersThatCrashAndLoseAnswers_EachIsHelpedOnceWithinThirtySeconds(int seed) =>
        HelpStorm.Run(seed);

    private static async Task BlockAsync(
        RegistryStage stage, string? needs, string? requires = null, string kind = "declared") =>
        await HelpStorm.BlockAsync(stage, Id, needs, requires, kind);

    private static async Task SetAsync(RegistryStage stage, BudgetId id, string dollars) =>
        await stage.Budgets.SetAsync(
            id, new BudgetTerms(Money.Parse(dollars), BudgetWindow.Total), BudgetStage.Cause);

    private static async Task<IReadOnlyList<string>> OperationsAsync(RegistryStage stage) =>
    [
        .. (await stage.NotesAsync()).Where(note => note.Component == "governor").Select(note => note.Operation)
            .Where(operation => operation is not ("budget.set" or "budget.remember")),
    ];

    private static void Run(Func<RegistryStage, HelpDesk, Task> story) => RegistryStage.Run(async stage =>
    {
        await SetAsync(stage, BudgetId.Fabric, "100");
        await using var desk = await HelpDesk.StartAsync(
            stage.NewStore(), stage.Registry, stage.Budgets, stage.World.Time, stage.Ids, NullLogger.Instance);
        await story(stage, desk);
    });
}
