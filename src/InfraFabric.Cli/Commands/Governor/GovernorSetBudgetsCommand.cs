using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Budgets;
using InfraFabric.Api.Calls;
using InfraFabric.Cli.Frame;
using InfraFabric.Core.Config;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;

namespace InfraFabric.Cli.Commands.Governor;

internal static class GovernorSetBudgetsCommand
{
    private static readonly Option<string> Default = new("--default-budget")
    {
        Description = "What each swarm may spend for which nothing else is said, in dollars.",
        HelpName = "DOLLARS",
    };

    private static readonly Option<string> PerSwarm = new("--per-swarm")
    {
        Description = "A file with the name of a swarm and its dollars on each line: 'session-1-ndi: 10.0'.",
        HelpName = "FILE",
    };

    private static readonly Option<string> Window = new("--window")
    {
        Description = "After what time they begin anew: total (never), day or month [default: total].",
        HelpName = "WINDOW",
    };

    public static Command Create()
    {
        var verb = new Verb("set-budgets", "Set what swarms may spend: each alike, and some by name.")
        {
            Examples =
            [
                "governor set-budgets --default-budget 10.0",
                "governor set-budgets --default-budget 10.0 --per-swarm budgets.yaml --window day",
            ],
            Options = { Default, PerSwarm, Window },
            Changes = true,
            Checks = BudgetChecks.OfSet,
        };
        verb.Answers(() => ApiJson.Wire.BudgetsBody, SetAsync, GovernorBudgetsCommand.Show);
        return verb;
    }

    private static async Task<BudgetsBody> SetAsync(CommandRun run)
    {
        // All of it is read before anything is set.
        var asked = Read(run).ToList();
        if (asked.Count == 0)
        {
            throw new FabricException(ErrorTable.Usage, "Nothing says what may be spent.",
                "Neither a budget for each swarm nor a file with some was named.",
                "Give --default-budget, --per-swarm, or both.");
        }

        using var fabric = ServedFabric.Of(run);
        foreach (var budget in asked)
            await fabric.SendAsync<BudgetBody>(BudgetCalls.Set, budget);
        return await fabric.CallAsync<BudgetsBody>(BudgetCalls.List);
    }

    private static IEnumerable<BudgetSetBody> Read(CommandRun run)
    {
        var window = run.Get(Window) ?? "total";
        if (run.Get(Default) is { } each)
            yield return new BudgetSetBody("swarm/*", Money.Parse(each), window);
        if (run.Get(PerSwarm) is not { } path)
            yield break;
        if (!File.Exists(path))
        {
            throw new FabricException(ErrorTable.NotFound, "The file with the budgets is not there.",
                $"{Path.GetFullPath(path)} does not exist.", "Correct --per-swarm.");
        }

        foreach (var (swarm, limit) in ConfigFile.Load(path, section => section.Values(ConfigValues.Dollars)))
            yield return new BudgetSetBody($"swarm/{SwarmName.Parse(swarm)}", limit, window);
    }
}
