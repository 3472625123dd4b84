using System.CommandLine;
using System.Globalization;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Optimise;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Optimise;

internal static class OptimiseReportCommand
{
    private static readonly Option<string> By = new("--by")
    {
        Description = "What to tell apart, up to three with commas between: model, swarm, task, tenant, kind,"
            + " capability, outcome, day, price [default: model].",
        HelpName = "WHAT",
    };

    private static readonly Option<int?> Limit = new("--limit")
    {
        Description = "Rows to show, 1 to 1000 [default: 100].",
        HelpName = "COUNT",
    };

    private static readonly Option<int?> Skip = new("--skip")
    {
        Description = "Rows to leave out first, to read the next page.",
        HelpName = "COUNT",
    };

    private static readonly Option<bool> Csv = new("--csv") { Description = "Write all rows as CSV." };

    public static Command Create()
    {
        var verb = new Verb("report", "Tell what was spent, on what, what of it was wasted, and how that was before.")
        {
            Examples =
            [
                "optimise report",
                "optimise report --by swarm,outcome --since 30d",
                "optimise report --by day --since 2026-01-01 --until 2026-02-01 --csv",
            ],
            Options = { By, CostTime.Since, CostTime.Until, Limit, Skip, Csv },
            Checks = OptimiseChecks.OfReport,
        };
        verb.Runs(ReportAsync);
        return verb;
    }

    private static async Task<int> ReportAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        if (run.Get(Csv))
        {
            await WriteCsvAsync(run, fabric);
            return ExitCodes.Done;
        }

        var report = await fabric.CallAsync<CostReportBody>(
            OptimiseCalls.Report, RequestOf(run, CostTime.Of(run), run.Get(Skip), run.Get(Limit)));
        run.Terminal.Answer(report, () => ApiJson.Wire.CostReportBody, Show);
        return ExitCodes.Done;
    }

    private static ServerRequest RequestOf(
        CommandRun run, (DateTimeOffset From, DateTimeOffset To) time, int? skip, int? limit) =>
        OptimiseCalls.Report.Request(null)
            .Where("by", run.Get(By))
            .Where("from", CostTime.Text(time.From)).Where("to", CostTime.Text(time.To))
            .Where("skip", skip is { } count ? $"{count}" : null)
            .Where("limit", limit is { } most ? $"{most}" : null);

    // All pages are of one time, so that none of them has what another has, too.
    private static async Task WriteCsvAsync(CommandRun run, ServedFabric fabric)
    {
        var time = CostTime.Of(run);
        var skip = run.Get(Skip) ?? 0;
        for (int? next = skip; next is not null;)
        {
            var page = await fabric.CallAsync<CostReportBody>(
                OptimiseCalls.Report, RequestOf(run, time, next, run.Get(Limit) ?? 1000));
            if (next == skip)
                run.Terminal.Line(CsvText.Line([.. page.By, .. CsvHeadings]));
            foreach (var row in page.Rows)
                run.Terminal.Line(CsvText.Line([.. row.Key, .. Numbers(row.Sums)]));
            next = run.Get(Limit) is null ? page.NextSkip : null;
        }
    }

    private static readonly string[] CsvHeadings =
    [
        "cost_micro_usd", "before_micro_usd", "spends", "wasted_micro_usd", "open_micro_usd", "unconfirmed_micro_usd",
        "decisions", "per_decision_micro_usd",
    ];

    private static IEnumerable<string> Numbers(CostSumsBody sums) => new long?[]
    {
        sums.Cost.MicroUsd, sums.Before.MicroUsd, sums.Spends, sums.Wasted.MicroUsd, sums.Open.MicroUsd,
        sums.Unconfirmed.MicroUsd, sums.Decisions, sums.PerDecision?.MicroUsd,
    }.Select(number => number?.ToString(CultureInfo.InvariantCulture) ?? "");

    private static void Show(CostReportBody report, Terminal terminal)
    {
        if (report.Total is { Spends: 0, Before.MicroUsd: 0 })
        {
            terminal.Line($"Nothing was spent from {TimeText.Of(report.From)} to {TimeText.Of(report.To)}.");
            return;
        }

        terminal.Table(
            [
                .. report.By.Select(by => by.ToUpperInvariant()), "COST", "TREND", "SPENDS", "WASTED", "WASTE", "OPEN",
                "DECISIONS", "EACH", "EACH TREND",
            ],
            [
                .. report.Rows.Select(row => Cells([.. row.Key.Select(key => key.Length > 0 ? key : "-")], row.Sums)),
                Cells(["total", .. report.By.Skip(1).Select(_ => "")], report.Total),
            ]);
        if (report.NextSkip is { } next)
            terminal.Hint($"There are more rows: --skip {next}");
        if (report.Total.Unconfirmed.MicroUsd > 0)
        {
            terminal.Hint($"{report.Total.Unconfirmed} of it rests on prices that nobody has confirmed:"
                + " ifctl optimise prices list");
        }
    }

    private static string[] Cells(string[] keys, CostSumsBody sums) =>
    [
        .. keys, $"{sums.Cost}", Percent(sums.Trend, "+0.0;-0.0;0.0"), $"{sums.Spends}", $"{sums.Wasted}",
        Percent(sums.WasteRate, "0.0"), $"{sums.Open}", $"{sums.Decisions}",
        sums.PerDecision is { } each ? $"{each}" : "-", Percent(sums.PerDecisionTrend, "+0.0;-0.0;0.0"),
    ];

    private static string Percent(decimal? share, string form) =>
        share is { } part ? (part * 100).ToString(form, CultureInfo.InvariantCulture) + " %" : "-";
}
