using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Falsify;

/// <summary>Runs the checks of a command in place of the command, on copies of the state.</summary>
internal static class Falsifier
{
    public static async Task<int> RunAsync(Verb verb, CommandRun run)
    {
        var results = new List<FalsifyResult>();
        if (verb.Checks.Count > 0)
        {
            using var scratch = await Scratch.CreateAsync(run);
            foreach (var check in verb.Checks)
                results.Add(await AttackAsync(check, scratch));
        }

        var answer = new FalsifyAnswer(CommandTree.PathOf(verb), results.TrueForAll(result => result.Held), results);
        if (results.Count > 0)
            await FalsifyNotes.LeaveAsync(run, answer);
        run.Terminal.Answer(answer, () => CliJson.Default.FalsifyAnswer, Show);
        run.Terminal.Trace();
        return answer.Held ? ExitCodes.Done : ExitCodes.CheckFailed;
    }

    private static async Task<FalsifyResult> AttackAsync(FalsifyCheck check, Scratch scratch)
    {
        Evidence evidence;
        try
        {
            evidence = await check.AttackAsync(scratch);
        }
        catch (OperationCanceledException) when (scratch.Run.Cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception unexpected)
        {
            evidence = Evidence.Broke($"{unexpected.GetType().Name}: {unexpected.Message}");
        }

        return new FalsifyResult(check.Name, check.Tries, evidence.HasHeld, evidence.Seen);
    }

    private static void Show(FalsifyAnswer answer, Terminal terminal)
    {
        if (answer.Checks.Count == 0)
        {
            terminal.Line($"'{answer.Command}' declares no checks: there is nothing to falsify. Nothing was done.");
            return;
        }

        foreach (var result in answer.Checks)
        {
            terminal.Line($"{(result.Held ? "held " : "BROKE")}  {result.Check}: {result.Tried}");
            terminal.Line($"       {result.Seen}");
        }

        terminal.Line();
        terminal.Line(answer.Held
            ? $"All {answer.Checks.Count} checks of '{answer.Command}' held. Nothing real was changed."
            : $"'{answer.Command}' can be broken: see above. Nothing real was changed.");
    }
}
