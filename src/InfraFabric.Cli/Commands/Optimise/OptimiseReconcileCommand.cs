using System.CommandLine;
using System.Globalization;
using System.Text;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Optimise;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Core.Errors;
using InfraFabric.Optimise;

namespace InfraFabric.Cli.Commands.Optimise;

internal static class OptimiseReconcileCommand
{
    private static readonly Argument<string> Invoice = new("INVOICE") { Description = "The invoice, a CSV file." };

    private static readonly Option<string> Provider = new("--provider")
    {
        Description = "Whose invoice it is: what stands before the colon in the names of models.",
        HelpName = "NAME",
        Required = true,
    };

    private static readonly Option<string> Month = new("--month")
    {
        Description = "The month of UTC that it is about, such as 2026-10.",
        HelpName = "MONTH",
        Required = true,
    };

    private static readonly Option<decimal> Limit = new("--drift-limit")
    {
        Description = "How many percent may be wrong before that is an alarm [default: 1].",
        HelpName = "PERCENT",
        DefaultValueFactory = _ => 1,
    };

    public static Command Create()
    {
        var verb = new Verb(
            "reconcile", "Hold an invoice against the ledger, and say why they differ. Ends with 1 on an alarm.")
        {
            Examples =
            [
                "optimise reconcile october.csv --provider openai --month 2026-10",
                "optimise reconcile october.csv --provider acme --month 2026-10 --drift-limit 0.5 --json",
            ],
            Arguments = { Invoice },
            Options = { Provider, Month, Limit },
            Checks = OptimiseChecks.OfReconcile,
        };
        verb.Answers(
            () => ApiJson.Wire.ReconciledBody, ReconcileAsync, Show,
            found => found.Alarm ? ExitCodes.CheckFailed : ExitCodes.Done);
        return verb;
    }

    private static async Task<ReconciledBody> ReconcileAsync(CommandRun run)
    {
        var ask = new ReconcileAskBody(
            run.Get(Provider)!, run.Get(Month)!, await ReadAsync(run), run.Get(Limit) / 100);
        using var fabric = ServedFabric.Of(run);
        return await fabric.SendAsync<ReconciledBody>(OptimiseCalls.Reconcile, ask);
    }

    private static async Task<string> ReadAsync(CommandRun run)
    {
        var path = Path.GetFullPath(run.Get(Invoice)!);
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new FabricException(ErrorTable.NotFound, "The invoice is not there.", $"{path} does not exist.",
                "Correct the path.");
        }

        if (file.Length > OptimiseLimits.MaxInvoiceLength)
        {
            throw new FabricException(ErrorTable.LimitExceeded, "The invoice is too large.",
                $"It has {file.Length} bytes; the most is {OptimiseLimits.MaxInvoiceLength}.",
                "Sum up lines of the same model and item.");
        }

        return await File.ReadAllTextAsync(path, Encoding.UTF8, run.Cancellation);
    }

    private static void Show(ReconciledBody found, Terminal terminal)
    {
        terminal.Line($"invoice        {found.Invoice}");
        terminal.Line($"settled        {found.Ledger}");
        terminal.Line($"matched        {found.Matched}");
        foreach (var cause in found.Causes)
            terminal.Line($"{cause.Cause,-15}{cause.Amount}");
        terminal.Line($"drift          {Percent(found.Drift)}, and {Percent(found.DriftLimit)} may be");
        var differing = found.Lines.Where(line => line.Causes.Count > 0).ToList();
        if (differing.Count > 0)
        {
            terminal.Line();
            terminal.Table(
                ["MODEL", "ITEM", "THERE", "HERE", "INVOICE", "BOOK", "WHY"],
                differing.Select(line => new[]
                {
                    line.Model, ItemOf(line), Number(line.QuantityThere), Number(line.QuantityHere), $"{line.There}",
                    $"{line.Here}", string.Join(", ", line.Causes.Select(one => $"{one.Cause} {one.Amount}")),
                }));
        }

        if (found.Alarm)
            terminal.Hint("More is wrong than may be; the ledger has an entry of high severity about it.");
    }

    private static string ItemOf(ReconciledLineBody line) => string.Join(' ', new[]
    {
        line.Item, line.ServiceTier, line.Batch ? "batch" : null, line.Tier is { } tier ? $"from {tier}" : null,
    }.Where(part => part is not null));

    private static string Number(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Percent(decimal share) =>
        (share * 100).ToString("0.####", CultureInfo.InvariantCulture) + " %";
}
