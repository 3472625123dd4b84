using System.CommandLine;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;

namespace InfraFabric.Cli.Commands.Claims;

internal static class TaskUnblockCommand
{
    public static Command Create() => new ClaimStep(
        "unblock", "Tell that the work on a blocked task gets on again.", ClaimCalls.Unblock)
    {
        Examples = ["task unblock 0198c5a2-1f00-7abc-8def-0123456789ab"],
        Sends = (_, fence, _) => new FenceBody(fence),
        Checks = ClaimStepChecks.Of("unblock", ClaimCalls.Unblock, fence => new FenceBody(fence)),
    }.ToCommand();
}
