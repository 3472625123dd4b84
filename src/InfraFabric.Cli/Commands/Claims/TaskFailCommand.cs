using System.CommandLine;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;

namespace InfraFabric.Cli.Commands.Claims;

internal static class TaskFailCommand
{
    private static readonly Option<string> Reason = new("--reason")
    {
        Description = "Why it failed.",
        HelpName = "TEXT",
        Required = true,
    };

    private static readonly Option<bool> Final = new("--final")
    {
        Description = "Do not try it again: it has failed for good.",
    };

    public static Command Create() => new ClaimStep(
        "fail", "End this attempt of a claimed task without a result.", ClaimCalls.Fail)
    {
        Examples = ["task fail 0198c5a2-1f00-7abc-8def-0123456789ab --reason \"no such page\" --final"],
        Asks = [Reason, Final],
        Sends = (run, fence, _) => new FailBody(fence, run.Get(Reason)!, Retry: !run.Get(Final)),
        Checks = ClaimStepChecks.Of("fail", ClaimCalls.Fail, fence => new FailBody(fence, "probe")),
    }.ToCommand();
}
