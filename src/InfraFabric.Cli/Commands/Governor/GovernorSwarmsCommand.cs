using System.CommandLine;
using System.Globalization;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Governing;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;

namespace InfraFabric.Cli.Commands.Governor;

internal static class GovernorSwarmsCommand
{
    private static readonly Option<int?> Limit = new("--limit")
    {
        Description = "Swarms on the page [default: 50].",
        HelpName = "COUNT",
    };

    private static readonly Option<string> After = new("--after")
    {
        Description = "Only swarms after this name.",
        HelpName = "NAME",
    };

    public static Command Create()
    {
        var verb = new Verb("swarms", "List swarms: what counts of what they can do, what they cost, how they stand.")
        {
            Examples = ["governor swarms", "governor swarms --limit 20 --json"],
            Options = { Limit, After },
        };
        verb.Answers(() => ApiJson.Wire.StandingPageBody, ListAsync, Show);
        return verb;
    }

    private static async Task<StandingPageBody> ListAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        var limit = run.Get(Limit)?.ToString(CultureInfo.InvariantCulture);
        return await fabric.CallAsync<StandingPageBody>(
            GovernorCalls.List,
            GovernorCalls.List.Request(null).Where("limit", limit).Where("after", run.Get(After)));
    }

    private static void Show(StandingPageBody page, Terminal terminal)
    {
        if (page.Swarms.Count == 0)
        {
            terminal.Line("No swarm is known.");
            terminal.Hint("Say of one what it can do: ifctl governor register NAME --capabilities code:csharp");
            return;
        }

        terminal.Table(
            ["SWARM", "STATE", "COST/H", "REPUTATION", "TENANT", "FROM", "CAPABILITIES"],
            page.Swarms.Select(swarm => new[]
            {
                swarm.Swarm, GovernorRegisterCommand.StateOf(swarm), swarm.CostPerHour?.ToString() ?? "-",
                swarm.Reputation.ToString("0.00", CultureInfo.InvariantCulture)
                    + (swarm.Executions == 0 ? " unproven" : ""),
                swarm.Tenant ?? "-", FromWhere(swarm), string.Join(' ', swarm.Capabilities),
            }));
        if (page.NextAfter is not null)
            terminal.Hint($"There is more: --after {page.NextAfter}");
    }

    private static string FromWhere(StandingBody swarm) => (swarm.Set, swarm.Policy) switch
    {
        (null, null) => "itself",
        (null, _) => "policy",
        (_, null) => "registered",
        _ => "registered, policy",
    };
}
