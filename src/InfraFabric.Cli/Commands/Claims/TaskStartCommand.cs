using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
using InfraFabric.Cli.Commands.Tasks;
using InfraFabric.Cli.Frame;

namespace InfraFabric.Cli.Commands.Claims;

internal static class TaskStartCommand
{
    public static Command Create()
    {
        var verb = new Verb("start", "Tell that the work on a claimed task has begun.")
        {
            Examples = ["task start 0198c5a2-1f00-7abc-8def-0123456789ab"],
            Arguments = { TaskOptions.Task },
            Options = { ClaimOptions.Fence },
            Changes = true,
            Checks = ClaimStepChecks.Of("start", ClaimCalls.Start, fence => new FenceBody(fence)),
        };
        verb.Answers(() => ApiJson.Wire.TaskStateBody, run =>
            ClaimWork.DoAsync(run, ClaimCalls.Start, fence => new FenceBody(fence)), TaskText.Show);
        return verb;
    }
}
