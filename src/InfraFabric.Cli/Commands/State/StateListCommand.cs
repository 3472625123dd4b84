using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.State;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Commands.State;

internal static class StateListCommand
{
    private static readonly Argument<string> Prefix = new("PREFIX")
    {
        Description = "Only keys that begin with it.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<int?> Limit = new("--limit")
    {
        Description = "Records on the page [default: 100].",
        HelpName = "COUNT",
    };

    private static readonly Option<string> After = new("--after")
    {
        Description = "Only keys after this one.",
        HelpName = "KEY",
    };

    private static readonly Option<bool> All = new("--all") { Description = "All pages, as of one revision." };

    public static Command Create()
    {
        var verb = new Verb("list", "List records in the order of their keys.")
        {
            Examples = ["state list", "state list tasks/ --limit 20", "state list --all --json"],
            Arguments = { Prefix },
            Options = { Limit, After, StateOptions.At, All },
            Checks = StateReadChecks.OfList,
        };
        verb.Answers(() => ApiJson.Wire.RecordPageBody, ListAsync, Show);
        return verb;
    }

    private static async Task<RecordPageBody> ListAsync(CommandRun run)
    {
        var query = new RecordsQuery(
            run.Get(Prefix) ?? "", run.Get(Limit), run.Get(After), run.Get(StateOptions.At));
        await using var source = await StateSource.OpenAsync(run);
        if (!run.Get(All))
            return await source.Api.ListAsync(query, run.Cancellation);
        var records = new List<RecordBody>();
        var revision = 0L;
        await foreach (var page in new StatePages(source.Api, query).ReadAsync(run.Cancellation))
        {
            records.AddRange(page.Records);
            revision = page.Revision;
        }

        return new RecordPageBody(records, revision, null);
    }

    private static void Show(RecordPageBody page, Terminal terminal)
    {
        terminal.Table(
            ["KEY", "REVISION", "VALUE"],
            page.Records.Select(record => new[] { record.Key, $"{record.ModifyRevision}", StateText.Preview(record) }));
        if (page.NextAfter is not null)
            terminal.Hint($"There is more: --after '{page.NextAfter}' --at {page.Revision}, or --all.");
    }
}
