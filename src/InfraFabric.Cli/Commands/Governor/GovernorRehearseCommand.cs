using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Governing;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Core.Config;
using InfraFabric.Core.Errors;
using InfraFabric.Governor.Policy;

namespace InfraFabric.Cli.Commands.Governor;

internal static class GovernorRehearseCommand
{
    private static readonly Option<string> Policy = new("--policy")
    {
        Description = "The policy to rehearse.",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<string> Since = new("--since")
    {
        Description = "How far back to begin, such as 12h or 7d [default: 7d].",
        HelpName = "TIME",
    };

    public static Command Create()
    {
        var verb = new Verb(
            "rehearse", "Decide again what was decided, under another policy, and show what would change.")
        {
            Examples = ["governor rehearse --policy new.yaml --since 7d"],
            Options = { Policy, Since },
        };
        verb.Answers(() => ApiJson.Wire.RehearsalBody, RehearseAsync, Show);
        return verb;
    }

    private static async Task<RehearsalBody> RehearseAsync(CommandRun run)
    {
        var path = Path.GetFullPath(run.Get(Policy)!);
        if (!File.Exists(path))
        {
            throw new FabricException(ErrorTable.NotFound, "The policy is not there.", $"{path} does not exist.",
                "Correct --policy.");
        }

        if (!DurationText.TryParse(run.Get(Since) ?? "7d", out var since))
        {
            throw new FabricException(ErrorTable.Usage, "It is not known how far back to begin.",
                $"'{run.Get(Since)}' is no length of time.", "Write it like 12h or 7d.");
        }

        var text = ConfigFile.ReadText(path);
        // Its errors are told under the name of the file, which the server does not know.
        PolicyFile.Parse(text, path);
        using var fabric = ServedFabric.Of(run);
        var seconds = (int)Math.Min(since.TotalSeconds, int.MaxValue);
        return await fabric.SendAsync<RehearsalBody>(GovernorCalls.Rehearse, new RehearseBody(text, seconds));
    }

    private static void Show(RehearsalBody report, Terminal terminal)
    {
        terminal.Table(
            ["", "IN FORCE", "REHEARSED"],
            [
                ["blockers", $"{report.Blockers}", $"{report.Blockers}"],
                ["that a person is asked about", $"{report.EscalatedBefore}", $"{report.EscalatedAfter}"],
                ["expected cost of help", $"{report.HelpCostBefore}", $"{report.HelpCostAfter}"],
                ["assignments", $"{report.Assignments}", $"{report.Assignments}"],
                ["that are denied", $"{report.DeniedBefore}", $"{report.DeniedAfter}"],
                ["what those have spent", $"{report.DeniedCostBefore}", $"{report.DeniedCostAfter}"],
            ]);
        if (report.Unknown > 0)
            terminal.Line($"{report.Unknown} were about tasks of which nothing is known any more.");
        if (report.Changes.Count == 0)
        {
            terminal.Line("Nothing would change.");
            return;
        }

        terminal.Line();
        terminal.Table(
            ["WHEN", "TASK", "WHAT", "IN FORCE", "REHEARSED"],
            report.Changes.Select(change => new[]
            {
                $"{change.At:u}", change.Task, change.What, change.Before, change.After,
            }));
        if (report.Changed > report.Changes.Count)
            terminal.Line($"{report.Changed} would change; these are the first.");
    }
}
