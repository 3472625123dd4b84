using System.CommandLine;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;

namespace InfraFabric.Cli.Commands.Claims;

internal static class TaskStartCommand
{
    public static Command Create() => new ClaimStep(
        "start", "Tell that the work on a claimed task has begun.", ClaimCalls.Start)
    {
        Examples = ["task start 0198c5a2-1f00-7abc-8def-0123456789ab"],
        Sends = (_, fence, _) => new FenceBody(fence),
        Checks = ClaimStepChecks.Of("start", ClaimCalls.Start, fence => new FenceBody(fence)),
    }.ToCommand();
}
