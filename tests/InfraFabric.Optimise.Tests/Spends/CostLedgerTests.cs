using InfraFabric.Core.Errors;
using InfraFabric.Core.Units;
using InfraFabric.Optimise.Spends;

namespace InfraFabric.Optimise.Tests.Spends;

public sealed class CostLedgerTests
{
    [Fact]
    public void Spend_WithAllThatIsKnown_IsJoined() => SpendStage.Run(async stage =>
    {
        var task = await stage.AddTaskAsync("review", "code:rust", "code:csharp");
        stage.Spend(7, task, 12, null, "tenant/acme swarm/one",
            ("kind", "call"), ("model", "acme:large"), ("price_book", "sha256:1"), ("service_tier", "flex"),
            ("batch", "true"), ("unconfirmed", "true"), ("usage.input", "12"), ("usage.minutes", "1.5"));

        var spend = (await stage.ListAsync()).Single();

        (spend.Place, spend.Cost, spend.Task, spend.Fence).ShouldBe((1, Money.FromMicroUsd(7), task, 12));
        (spend.Tenant, spend.Swarm, spend.Kind, spend.Capability).ShouldBe(
            ("acme", "one", "review", "code:csharp code:rust"));
        (spend.Model, spend.PriceBook, spend.ServiceTier).ShouldBe(("acme:large", "sha256:1", "flex"));
        (spend.Batch, spend.Unconfirmed, spend.Help, spend.End).ShouldBe((true, true, false, SpendEnd.Open));
        spend.Trace.ShouldBe(stage.Entries[1]!.Trace);
        spend.Quantities.ShouldBe([12_000_000, 0, 0, 0, 0, 0, 0, 0, 1_500_000, 0, 0]);
    });

    [Theory]
    [InlineData("task.complete", SpendEnd.Completed)]
    [InlineData("task.fail", SpendEnd.Failed)]
    [InlineData("task.deadline", SpendEnd.Failed)]
    [InlineData("task.session-ended", SpendEnd.Lost)]
    [InlineData("task.hand-over", SpendEnd.Released)]
    [InlineData("task.cancel", SpendEnd.Cancelled)]
    [InlineData("task.progress", SpendEnd.Open)]
    public void Claim_ThatEnds_SaysWhatBecameOfItsSpending_AlsoOfWhatComesLate(string operation, SpendEnd end) =>
        SpendStage.Run(async stage =>
        {
            var task = await stage.AddTaskAsync("review");
            stage.Spend(1, task, 12);
            stage.Spend(1, task, 13);
            await stage.ListAsync();
            stage.Note(operation, task, 12);
            stage.Spend(1, task, 12);

            (await stage.ListAsync()).Select(spend => spend.End).ShouldBe([end, SpendEnd.Open, end]);
        });

    [Fact]
    public void Help_WithATask_CountsByWhatBecameOfTheTask() => SpendStage.Run(async stage =>
    {
        var (good, bad) = (await stage.AddTaskAsync("review"), await stage.AddTaskAsync("review"));
        stage.Spend(1, good, 12, null, "swarm/two", ("kind", SpendFold.Help));
        stage.Spend(1, bad);
        stage.Note("task.fail", good, 12);
        stage.Note("task.fail", bad, 13);
        stage.Note("task.complete", good, 14);

        (await stage.ListAsync()).Select(spend => (spend.Help, spend.End)).ShouldBe(
            [(true, SpendEnd.Helped), (true, SpendEnd.HelpedNothing)]);
    });

    [Fact]
    public void Spend_OnNoTask_HasTheKindThatItsSpenderSaid() => SpendStage.Run(async stage =>
    {
        stage.Spend(1, facts: ("kind", "embedding"));

        var spend = (await stage.ListAsync()).Single();
        (spend.Kind, spend.End, spend.Task).ShouldBe(("embedding", SpendEnd.None, null));
    });

    [Fact]
    public void Kind_ThatTheEntryOfTheTaskTells_NeedsNoSpec() => SpendStage.Run(async stage =>
    {
        const string Task = "0198c5a2-1f00-7abc-8def-0123456789ab";
        stage.Note("task.add", Task);
        stage.Entries[0] = stage.Entries[0]! with
        {
            Parameters = new Dictionary<string, string> { ["type"] = "build", ["requires"] = "a:b c:d" },
        };
        stage.Spend(1, Task, 3);

        var spend = (await stage.ListAsync()).Single();
        (spend.Kind, spend.Capability).ShouldBe(("build", "a:b c:d"));
    });

    [Fact]
    public void Spend_WhoseNoteNamesItsSpender_IsTheirs_WhoeverPays() => SpendStage.Run(async stage =>
    {
        stage.Spend(1, path: "tenant/acme swarm/payer", facts: [("swarm", "spender"), ("tenant", "other")]);

        var spend = (await stage.ListAsync()).Single();
        (spend.Swarm, spend.Tenant).ShouldBe(("spender", "other"));
    });

    [Fact]
    public void List_InPages_HasEachOnce() => SpendStage.Run(async stage =>
    {
        for (var i = 0; i < 25; i++)
        {
            stage.Spend(i, facts: ("kind", $"k{i}"));
            stage.Entries.Add(null);
        }

        var found = new List<long>();
        long? after = -1;
        while (after is { } place)
        {
            var page = await stage.Costs.ListAsync(SpendStage.Day, SpendStage.Day.AddDays(1), place, 10);
            found.AddRange(page.Spends.Select(spend => spend.Cost.MicroUsd));
            after = page.Next;
        }

        found.ShouldBe(Enumerable.Range(0, 25).Select(i => (long)i));
    });

    [Fact]
    public void Spend_OfMoreKindsThanAreToldApart_CountsAmongOthers() => SpendStage.Run(async stage =>
    {
        for (var i = 0; i < OptimiseLimits.MaxWords; i++)
            stage.Spend(1, facts: ("kind", $"kind {i}"));

        // The name of the swarm is one of those that are told apart.
        var (begin, end) = (SpendStage.Day, SpendStage.Day.AddDays(1));
        var page = await stage.Costs.ListAsync(begin, end, OptimiseLimits.MaxWords - 3, 9);
        page.Spends.Select(spend => spend.Kind).ShouldBe([$"kind {OptimiseLimits.MaxWords - 2}", "(others)"]);
        await stage.RestartAsync(() => { });
        stage.Spend(1, facts: ("kind", "one more"));
        stage.Spend(1, facts: ("kind", "kind 7"));
        page = await stage.Costs.ListAsync(begin, end, OptimiseLimits.MaxWords - 1, 9);
        page.Spends.Select(spend => spend.Kind).ShouldBe(["(others)", "kind 7"]);
    });

    [Fact]
    public void Restart_GoesOnWhereItWas_AndIsMadeAnewWhereItCannot() => SpendStage.Run(async stage =>
    {
        stage.Spend(1);
        stage.Spend(2);
        await stage.ListAsync();

        await stage.RestartAsync(() => stage.Entries[0] = null);
        var kept = await stage.ListAsync();
        await stage.RestartAsync(() => stage.Id = "another");
        var anew = await stage.ListAsync();
        await stage.RestartAsync(() => stage.Entries.RemoveAt(1));
        var shorter = await stage.ListAsync();

        (kept.Count, anew.Count, shorter.Count).ShouldBe((2, 1, 0));
    });

    [Fact]
    public void Start_WithADamagedFile_MakesItAnew() => SpendStage.Run(async stage =>
    {
        stage.Spend(5);
        await stage.ListAsync();

        await stage.RestartAsync(() =>
        {
            var path = Path.Combine(stage.Folder, "costs.db");
            var bytes = File.ReadAllBytes(path);
            bytes.AsSpan(bytes.Length / 2).Fill(0xAA);
            File.WriteAllBytes(path, bytes);
        });

        (await stage.ListAsync()).Single().Cost.ShouldBe(Money.FromMicroUsd(5));
    });

    [Fact]
    public void Ledger_ThatBecomesShorterMeanwhile_IsReadAnew() => SpendStage.Run(async stage =>
    {
        stage.Spend(1);
        stage.Spend(2);
        await stage.ListAsync();

        stage.Entries.Clear();
        stage.Spend(9);

        (await stage.ListAsync()).Single().Cost.ShouldBe(Money.FromMicroUsd(9));
    });

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 1001)]
    public void List_BeyondItsBounds_IsRefused(int days, int limit) => SpendStage.Run(async stage =>
    {
        try
        {
            await stage.Costs.ListAsync(SpendStage.Day, SpendStage.Day.AddDays(days), -1, limit);
            Assert.Fail("It was not refused.");
        }
        catch (FabricException refused)
        {
            refused.Error.ShouldBe(ErrorTable.Usage);
        }
    });
}
