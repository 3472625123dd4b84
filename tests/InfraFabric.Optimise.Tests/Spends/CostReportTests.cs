using InfraFabric.Core.Units;
using InfraFabric.Optimise.Reports;
using InfraFabric.Optimise.Spends;

namespace InfraFabric.Optimise.Tests.Spends;

public sealed class CostReportTests
{
    [Fact]
    public void Report_ByAnyDimensions_AddsUpToTheWhole()
    {
        for (var seed = 1; seed <= 20; seed++)
            SpendStage.Run(AddsUpAsync, seed);
    }

    private static async Task AddsUpAsync(SpendStage stage)
    {
        await WriteAsync(stage);
        var whole = (await stage.ListAsync()).Where(spend => spend.Time >= SpendStage.Day
            && spend.Time < SpendStage.Day.AddDays(1)).ToList();

        foreach (var by in Enum.GetValues<CostDimension>())
        {
            var second = (CostDimension)stage.World.Chance.Next(9);
            var report = await stage.ReportAsync([.. new[] { by, second }.Distinct()]);

            report.More.ShouldBeFalse();
            Sum(report, sums => sums.Cost.MicroUsd).ShouldBe(report.Total.Cost.MicroUsd);
            Sum(report, sums => sums.Wasted.MicroUsd).ShouldBe(report.Total.Wasted.MicroUsd);
            Sum(report, sums => sums.Open.MicroUsd).ShouldBe(report.Total.Open.MicroUsd);
            Sum(report, sums => sums.Spends).ShouldBe(whole.Count);
            report.Total.Cost.MicroUsd.ShouldBe(whole.Sum(spend => spend.Cost.MicroUsd));
            if (by != CostDimension.Day && second != CostDimension.Day)
                Sum(report, sums => sums.Before.MicroUsd).ShouldBe(report.Total.Before.MicroUsd);
        }
    }

    [Fact]
    public void File_MadeAnew_IsTheSame()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            SpendStage.Run(async stage =>
            {
                await WriteAsync(stage);
                var before = await stage.ListAsync();

                await stage.RestartAsync(() => File.Delete(Path.Combine(stage.Folder, "costs.db")));

                (await stage.ListAsync()).Select(Text).ShouldBe(before.Select(Text));
            }, seed);
        }
    }

    [Fact]
    public void Report_SaysWhatWasWastedIsOpenAndWasBefore() => SpendStage.Run(async stage =>
    {
        var task = await stage.AddTaskAsync("review");
        stage.Spend(400, task, 1);
        stage.Note("task.fail", task, 1);
        stage.Spend(500, task, 2, facts: ("unconfirmed", "true"));
        stage.Note("task.complete", task, 2);
        stage.Spend(100, await stage.AddTaskAsync("review"), 3);
        stage.Spend(700, at: SpendStage.Day.AddHours(-1));
        var earlier = await stage.AddTaskAsync("review");
        stage.Spend(100, earlier, 9, SpendStage.Day.AddHours(-2));
        stage.Note("task.complete", earlier, 9);
        stage.Spend(1, at: SpendStage.Day.AddHours(-25));
        stage.Spend(1, at: SpendStage.Day.AddDays(1));

        var sums = (await stage.ReportAsync(CostDimension.Swarm)).Rows.Single().Sums;

        (sums.Cost.MicroUsd, sums.Before.MicroUsd, sums.Spends, sums.Decisions).ShouldBe((1000, 800, 3, 1));
        (sums.Wasted.MicroUsd, sums.Open.MicroUsd, sums.Unconfirmed.MicroUsd).ShouldBe((400, 100, 500));
        (sums.WasteRate, sums.Trend, sums.PerDecision).ShouldBe((0.4m, 0.25m, Money.FromMicroUsd(1000)));
        (sums.DecisionsBefore, sums.DecisionTrend).ShouldBe((1, 0.25m));
    });

    [Fact]
    public void Report_InPages_GoesOnBehindTheRowsBefore() => SpendStage.Run(async stage =>
    {
        for (var i = 1; i <= 5; i++)
            stage.Spend(i, path: $"swarm/s{i}");
        var query = new CostQuery
        {
            By = [CostDimension.Swarm],
            From = SpendStage.Day,
            To = SpendStage.Day.AddDays(1),
            Limit = 2,
        };

        var first = await stage.Costs.ReportAsync(query);
        var last = await stage.Costs.ReportAsync(query with { Skip = 4 });

        first.Rows.Select(row => row.Key[0]).ShouldBe(["s5", "s4"]);
        (first.More, last.More).ShouldBe((true, false));
        last.Rows.Select(row => row.Key[0]).ShouldBe(["s1"]);
        last.Total.Cost.MicroUsd.ShouldBe(15);
    });

    [Fact]
    public void Report_ByDay_IsInTheOrderOfDays() => SpendStage.Run(async stage =>
    {
        stage.Spend(1, at: SpendStage.Day.AddDays(1));
        stage.Spend(5, at: SpendStage.Day.AddDays(-1).AddTicks(-1));
        stage.Spend(3, at: SpendStage.Day);

        var report = await stage.Costs.ReportAsync(new CostQuery
        {
            By = [CostDimension.Day],
            From = SpendStage.Day.AddDays(-7),
            To = SpendStage.Day.AddDays(7),
        });

        report.Rows.Select(row => row.Key[0]).ShouldBe(["2026-10-13", "2026-10-15", "2026-10-16"]);
    });

    /// <summary>Some tasks, claims that end somehow, and spendings of all kinds.</summary>
    private static async Task WriteAsync(SpendStage stage)
    {
        string[] ends = ["task.complete", "task.fail", "task.session-ended", "task.hand-over", "task.cancel"];
        var chance = stage.World.Chance;
        var tasks = new List<string>();
        for (var i = 0; i < 5; i++)
            tasks.Add(await stage.AddTaskAsync($"kind{i % 2}", i % 2 == 0 ? [] : ["code:csharp"]));
        for (var i = 0; i < 200; i++)
        {
            var (task, fence) = (tasks[chance.Next(5)], chance.Next(1, 4));
            // Where reading was cut must not show in what was read.
            if (chance.Next(10) == 0)
                await stage.ListAsync();
            if (chance.Next(4) == 0)
                stage.Note(ends[chance.Next(ends.Length)], task, fence);
            stage.Spend(
                chance.Next(1_000_000), chance.Next(5) == 0 ? null : task, chance.Next(5) == 0 ? null : fence,
                SpendStage.Day.AddHours(chance.Next(-20, 28)), $"tenant/t{chance.Next(2)} swarm/s{chance.Next(3)}",
                ("model", $"m{chance.Next(3)}"), ("usage.input", $"{chance.Next(1000)}"));
        }
    }

    private static long Sum(CostReport report, Func<CostSums, long> sum) => report.Rows.Sum(row => sum(row.Sums));

    private static string Text(Spend spend) =>
        $"{spend with { Quantities = [] }} {string.Join(' ', spend.Quantities)}";
}
