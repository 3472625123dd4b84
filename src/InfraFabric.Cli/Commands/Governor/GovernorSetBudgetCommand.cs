using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Budgets;
using InfraFabric.Api.Calls;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Core.Units;

namespace InfraFabric.Cli.Commands.Governor;

internal static class GovernorSetBudgetCommand
{
    private static readonly Argument<string> Budget = new("BUDGET")
    {
        Description = "fabric, swarm/NAME, task/ID, or swarm/* for each swarm that has none.",
    };

    private static readonly Argument<string> Dollars = new("DOLLARS") { Description = "What may be spent." };

    private static readonly Option<string> Window = new("--window")
    {
        Description = "After what time it begins anew: total (never), day or month [default: total].",
        HelpName = "WINDOW",
    };

    public static Command Create()
    {
        var verb = new Verb("set-budget", "Set what the fabric, a swarm or a task may spend.")
        {
            Examples =
            [
                "governor set-budget fabric 500 --window month --why \"agreed for this quarter\"",
                "governor set-budget swarm/session-4-sip 10.0",
            ],
            Arguments = { Budget, Dollars },
            Options = { Window },
            Changes = true,
            Checks = BudgetChecks.OfSet,
        };
        verb.Answers(() => ApiJson.Wire.BudgetBody, SetAsync, Show);
        return verb;
    }

    private static async Task<BudgetBody> SetAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await fabric.SendAsync<BudgetBody>(
            BudgetCalls.Set,
            new BudgetSetBody(run.Get(Budget)!, Money.Parse(run.Get(Dollars)!), run.Get(Window) ?? "total"));
    }

    private static void Show(BudgetBody budget, Terminal terminal) => terminal.Line(budget.Window == "total"
        ? $"{budget.Budget} may spend {budget.Limit}; {budget.Left} is left."
        : $"{budget.Budget} may spend {budget.Limit} a {budget.Window}; {budget.Left} is left.");
}
