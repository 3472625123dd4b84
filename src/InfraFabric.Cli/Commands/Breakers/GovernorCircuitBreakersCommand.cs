using System.CommandLine;
using System.Globalization;
using InfraFabric.Api;
using InfraFabric.Api.Breakers;
using InfraFabric.Api.Calls;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;

namespace InfraFabric.Cli.Commands.Breakers;

internal static class GovernorCircuitBreakersCommand
{
    private static readonly Option<int?> Limit = new("--limit")
    {
        Description = "Breakers on the page [default: 100].",
        HelpName = "COUNT",
    };

    private static readonly Option<string> After = new("--after")
    {
        Description = "Only swarms after this one.",
        HelpName = "SWARM",
    };

    public static Command Create()
    {
        var verb = new Verb("circuit-breakers", "List the swarms that are stopped, and why.")
        {
            Examples = ["governor circuit-breakers", "governor circuit-breakers --json"],
            Options = { Limit, After },
        };
        verb.Answers(() => ApiJson.Wire.BreakerPageBody, ListAsync, Show);
        return verb;
    }

    private static async Task<BreakerPageBody> ListAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        var limit = run.Get(Limit)?.ToString(CultureInfo.InvariantCulture);
        return await fabric.CallAsync<BreakerPageBody>(
            BreakerCalls.List, BreakerCalls.List.Request(null).Where("limit", limit).Where("after", run.Get(After)));
    }

    private static void Show(BreakerPageBody page, Terminal terminal)
    {
        if (page.Breakers.Count == 0)
        {
            terminal.Line("All breakers are closed.");
            return;
        }

        terminal.Table(
            ["SWARM", "STATE", "REASON", "SINCE", "WHAT HAPPENED"],
            page.Breakers.Select(breaker => new[]
            {
                breaker.Swarm, breaker.State, breaker.Reason, TimeText.Of(breaker.Since), breaker.Detail,
            }));
        foreach (var breaker in page.Breakers.Where(breaker => breaker.Asked is not null))
        {
            terminal.Line($"'{breaker.Swarm}' waits for the approval of another operator than {breaker.Asked!.By}:");
            terminal.Line($"  ifctl governor approve {breaker.Asked.Approval}");
        }

        if (page.NextAfter is not null)
            terminal.Hint($"There are more: --after {page.NextAfter}");
    }
}
