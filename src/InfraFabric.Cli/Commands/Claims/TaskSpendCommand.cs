using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
using InfraFabric.Cli.Commands.Tasks;
using InfraFabric.Cli.Frame;
using InfraFabric.Core.Units;

namespace InfraFabric.Cli.Commands.Claims;

internal static class TaskSpendCommand
{
    private static readonly Option<string> Amount = new("--amount")
    {
        Description = "Dollars, such as 0.25. What would exceed the task's budget is refused.",
        HelpName = "DOLLARS",
        Required = true,
    };

    public static Command Create()
    {
        var verb = new Verb("spend", "Count what the work on a claimed task has cost.")
        {
            Examples = ["task spend 0198c5a2-1f00-7abc-8def-0123456789ab --amount 0.25"],
            Arguments = { TaskOptions.Task },
            Options = { Amount, ClaimOptions.Fence },
            Changes = true,
            Checks = TaskSpendChecks.All,
        };
        verb.Answers(() => ApiJson.Wire.TaskStateBody, run => ClaimWork.DoAsync(
            run, ClaimCalls.Spend, fence => new SpendBody(fence, Money.Parse(run.Get(Amount)!))), TaskText.Show);
        return verb;
    }
}
