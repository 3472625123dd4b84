using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Commands.Tasks;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Commands.Coordinator;

internal static class CoordinatorBlockersCommand
{
    public static Command Create()
    {
        var verb = new Verb("blockers", "List what does not get on: blocked, stalled, in a circle, or waiting in vain.")
        {
            Examples = ["coordinator blockers", "coordinator blockers --json"],
        };
        verb.Answers(() => ApiJson.Wire.BlockersBody, ReadAsync, Show);
        return verb;
    }

    private static async Task<BlockersBody> ReadAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await fabric.CallAsync<BlockersBody>(TaskCalls.Blockers);
    }

    private static void Show(BlockersBody blockers, Terminal terminal)
    {
        if (blockers.Blockers.Count == 0)
        {
            terminal.Line("Everything gets on: there is no blocker.");
            return;
        }

        terminal.Table(
            ["TASK", "KIND", "SWARM", "SINCE", "REASON"],
            blockers.Blockers.Select(blocker => new[]
            {
                blocker.Task, blocker.Kind, blocker.Swarm ?? "", TimeText.Of(blocker.RaisedAt),
                TaskText.OneLine(blocker.Reason),
            }));
        if (blockers.Blockers.Any(blocker => blocker.Kind == "declared"))
            terminal.Hint("Help one on: ifctl coordinator resolve TASK --answer \"what it needs to know\"");
    }
}
