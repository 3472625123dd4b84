using InfraFabric.Api;
using InfraFabric.Api.Budgets;
using InfraFabric.Api.Calls;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Commands.Governor;

internal static class GovernorBudgetsCommand
{
    public static Verb Create()
    {
        var verb = new Verb("budgets", "List budgets: what may be spent, what was, and what is left.")
        {
            Examples = ["governor budgets", "governor budgets --json"],
        };
        verb.Answers(() => ApiJson.Wire.BudgetsBody, ListAsync, Show);
        return verb;
    }

    public static void Show(BudgetsBody all, Terminal terminal)
    {
        if (all.Budgets.Count == 0)
        {
            terminal.Line("No budget is set, so nothing can be reserved.");
            terminal.Hint("Set one for each swarm: ifctl governor set-budgets --default-budget 10.0");
            return;
        }

        terminal.Table(
            ["BUDGET", "LIMIT", "SPENT", "RESERVED", "OVERDRAWN", "LEFT", "WINDOW"],
            all.Budgets.Select(budget => new[]
            {
                budget.Budget, $"{budget.Limit}", $"{budget.Settled}", $"{budget.Reserved}", $"{budget.Overdrawn}",
                $"{budget.Left}", budget.Period ?? budget.Window,
            }));
    }

    private static async Task<BudgetsBody> ListAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await fabric.CallAsync<BudgetsBody>(BudgetCalls.List);
    }
}
