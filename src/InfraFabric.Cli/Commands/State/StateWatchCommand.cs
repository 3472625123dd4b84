using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.State;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.State;

internal static class StateWatchCommand
{
    private static readonly Argument<string> Prefix = new("PREFIX")
    {
        Description = "Only keys that begin with it.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<long?> After = new("--after")
    {
        Description = "Show the changes after this revision first [default: from now on].",
        HelpName = "REVISION",
    };

    public static Command Create()
    {
        var verb = new Verb("watch", "Show changes as they happen, until it is stopped.")
        {
            Examples = ["state watch", "state watch tasks/ --after 42", "state watch --json"],
            Arguments = { Prefix },
            Options = { After },
            Checks = StateWatchChecks.All,
        };
        verb.Runs(WatchAsync);
        return verb;
    }

    private static async Task<int> WatchAsync(CommandRun run)
    {
        await using var source = await StateSource.OpenAsync(run);
        if (source.IsOnlyProcess)
        {
            throw new FabricException(ErrorTable.ServerUnreachable, "There is nothing to watch.",
                $"No server serves {run.Home.Folder}, so its state does not change.", "Start one with 'ifctl up'.");
        }

        try
        {
            await foreach (var batch in source.Api.WatchAsync(run.Get(Prefix) ?? "", run.Get(After), run.Cancellation))
                Show(batch, run.Terminal);
        }
        catch (OperationCanceledException) when (run.Cancellation.IsCancellationRequested)
        {
            // To be stopped is how a watch ends.
            return ExitCodes.Done;
        }

        return ExitCodes.Done;
    }

    private static void Show(ChangeBatchBody batch, Terminal terminal)
    {
        if (terminal.Json)
        {
            terminal.JsonLine(batch, ApiJson.Wire.ChangeBatchBody);
            return;
        }

        foreach (var change in batch.Changes)
        {
            terminal.Line(change.Record is null
                ? $"{batch.Revision}  deleted  {change.Key}"
                : $"{batch.Revision}  put      {change.Key}  {StateText.Preview(change.Record)}");
        }
    }
}
