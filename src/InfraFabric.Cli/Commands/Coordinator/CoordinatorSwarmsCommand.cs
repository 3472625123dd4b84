using System.CommandLine;
using System.Globalization;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Swarms;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;

namespace InfraFabric.Cli.Commands.Coordinator;

internal static class CoordinatorSwarmsCommand
{
    private static readonly Option<int?> Limit = new("--limit")
    {
        Description = "Swarms on the page [default: 100].",
        HelpName = "COUNT",
    };

    private static readonly Option<string> After = new("--after")
    {
        Description = "Only swarms after this one, to read the next page.",
        HelpName = "NAME",
    };

    public static Command Create()
    {
        var verb = new Verb("swarms", "List swarms, what they can do, and what they have.")
        {
            Examples = ["coordinator swarms", "coordinator swarms --limit 20 --json"],
            Options = { Limit, After },
        };
        verb.Answers(() => ApiJson.Wire.SwarmPageBody, ListAsync, Show);
        return verb;
    }

    private static async Task<SwarmPageBody> ListAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        var limit = run.Get(Limit)?.ToString(CultureInfo.InvariantCulture);
        return await fabric.CallAsync<SwarmPageBody>(
            SwarmCalls.List, SwarmCalls.List.Request(null).Where("limit", limit).Where("after", run.Get(After)));
    }

    private static void Show(SwarmPageBody page, Terminal terminal)
    {
        if (page.Swarms.Count == 0)
        {
            terminal.Line("No swarm has registered.");
            terminal.Hint("Register one by hand: ifctl coordinator register NAME --capabilities code:csharp");
            return;
        }

        terminal.Table(
            ["SWARM", "STATE", "HELD", "OFFERED", "CAPACITY", "CAPABILITIES"],
            page.Swarms.Select(swarm => new[]
            {
                swarm.Name, StateOf(swarm), $"{swarm.Held}", $"{swarm.Offered}", $"{swarm.Capacity}",
                string.Join(' ', swarm.Capabilities),
            }));
        if (page.NextAfter is not null)
            terminal.Hint($"There is more: --after {page.NextAfter}");
    }

    private static string StateOf(SwarmBody swarm)
    {
        var state = swarm.Session is null ? "away" : swarm.Connected ? "connected" : "at work";
        if (swarm.Breaker is { } breaker)
            state += breaker == "open" ? ", stopped" : ", on trial";
        return (swarm.Draining ? "draining, " : "") + state + (swarm.Orchestrator ? ", orchestrator" : "");
    }
}
