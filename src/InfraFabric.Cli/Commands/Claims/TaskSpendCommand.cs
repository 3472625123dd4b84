using System.CommandLine;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
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

    public static Command Create() => new ClaimStep(
        "spend", "Count what the work on a claimed task has cost.", ClaimCalls.Spend)
    {
        Examples = ["task spend 0198c5a2-1f00-7abc-8def-0123456789ab --amount 0.25"],
        Asks = [Amount],
        Sends = (run, fence, _) => new SpendBody(fence, Money.Parse(run.Get(Amount)!)),
        Checks = TaskSpendChecks.All,
    }.ToCommand();
}
