using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
using InfraFabric.Cli.Commands.Tasks;
using InfraFabric.Cli.Frame;

namespace InfraFabric.Cli.Commands.Claims;

internal static class TaskUnblockCommand
{
    public static Command Create()
    {
        var verb = new Verb("unblock", "Tell that the work on a blocked task gets on again.")
        {
            Examples = ["task unblock 0198c5a2-1f00-7abc-8def-0123456789ab"],
            Arguments = { TaskOptions.Task },
            Options = { ClaimOptions.Fence },
            Changes = true,
            Checks = ClaimStepChecks.Of("unblock", ClaimCalls.Unblock, fence => new FenceBody(fence)),
        };
        verb.Answers(() => ApiJson.Wire.TaskStateBody, run =>
            ClaimWork.DoAsync(run, ClaimCalls.Unblock, fence => new FenceBody(fence)), TaskText.Show);
        return verb;
    }
}
