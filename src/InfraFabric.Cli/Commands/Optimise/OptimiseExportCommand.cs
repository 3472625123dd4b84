using System.CommandLine;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Optimise;
using InfraFabric.Cli.Frame;
using InfraFabric.Client;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Optimise;

internal static class OptimiseExportCommand
{
    private const int PageSize = 1000;

    private static readonly Option<string> Format = new("--format")
    {
        Description = "focus: the columns of the FinOps Open Cost and Usage Specification [default: focus].",
        HelpName = "FORMAT",
    };

    public static Command Create()
    {
        var verb = new Verb("export", "Write single spendings as CSV for other programs.")
        {
            Examples =
            [
                "optimise export --since 2026-01-01 --until 2026-02-01 > january.csv",
                "optimise export --format focus --since 1d",
            ],
            Options = { Format, CostTime.Since, CostTime.Until },
            Checks = OptimiseChecks.OfExport,
            Require = Require,
        };
        verb.Runs(ExportAsync);
        return verb;
    }

    private static void Require(CommandRun run)
    {
        if (run.Get(Format) is { } format && format != "focus")
        {
            throw new FabricException(ErrorTable.Usage, "Spendings cannot be written like that.",
                "'focus' is the only format there is.", "Leave --format out, or name it.");
        }
    }

    private static async Task<int> ExportAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        var (from, to) = CostTime.Of(run);
        if (!run.Terminal.Json)
            run.Terminal.Line(CsvText.Line(FocusRow.Columns));
        long? after = null;
        do
        {
            var page = await fabric.CallAsync<SpendsBody>(OptimiseCalls.Spends, OptimiseCalls.Spends.Request(null)
                .Where("from", CostTime.Text(from)).Where("to", CostTime.Text(to))
                .Where("after", after is { } place ? $"{place}" : null).Where("limit", $"{PageSize}"));
            foreach (var spend in page.Spends)
            {
                if (run.Terminal.Json)
                    run.Terminal.JsonLine(spend, Api.ApiJson.Wire.SpendRowBody);
                else
                    run.Terminal.Line(CsvText.Line(FocusRow.Of(spend)));
            }

            after = page.NextAfter;
        }
        while (after is not null);
        return ExitCodes.Done;
    }
}
