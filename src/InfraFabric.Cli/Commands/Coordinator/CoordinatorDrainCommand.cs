using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Swarms;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Commands.Coordinator;

internal static class CoordinatorDrainCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The name of the swarm." };

    private static readonly Option<bool> Undo = new("--undo") { Description = "Give it work again." };

    public static Command Create()
    {
        var verb = new Verb("drain", "Give a swarm nothing new, so that it can finish what it has.")
        {
            Examples = ["coordinator drain session-1-ndi", "coordinator drain session-1-ndi --undo"],
            Arguments = { Name },
            Options = { Undo },
            Changes = true,
            Checks = SwarmChecks.OfDrain,
        };
        verb.Answers(() => ApiJson.Wire.SwarmBody, DrainAsync, Show);
        return verb;
    }

    private static async Task<SwarmBody> DrainAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await fabric.SendAsync<SwarmBody>(
            SwarmCalls.Drain, new DrainBody(!run.Get(Undo)), run.Get(Name)!);
    }

    private static void Show(SwarmBody swarm, Terminal terminal) => terminal.Line(swarm.Draining
        ? $"'{swarm.Name}' gets nothing new."
        : $"'{swarm.Name}' gets work again.");
}
