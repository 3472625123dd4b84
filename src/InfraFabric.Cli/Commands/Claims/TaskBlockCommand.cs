using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Commands.Tasks;
using InfraFabric.Cli.Frame;

namespace InfraFabric.Cli.Commands.Claims;

internal static class TaskBlockCommand
{
    private static readonly Option<string> Reason = new("--reason")
    {
        Description = "What is missing.",
        HelpName = "TEXT",
        Required = true,
    };

    private static readonly Option<string> Needs = new("--needs")
    {
        Description = "Capabilities of whoever could help.",
        HelpName = "CAPABILITY[,...]",
    };

    private static readonly Option<string> WaitsFor = new("--waits-for")
    {
        Description = "Tasks whose end is waited for.",
        HelpName = "TASK[,...]",
    };

    public static Command Create()
    {
        var verb = new Verb("block", "Ask for help with a claimed task: every orchestrator is told at once.")
        {
            Examples =
            [
                "task block 0198c5a2-1f00-7abc-8def-0123456789ab --reason \"no credentials\" --needs vault:read",
            ],
            Arguments = { TaskOptions.Task },
            Options = { Reason, Needs, WaitsFor, ClaimOptions.Fence },
            Changes = true,
            Checks = ClaimStepChecks.Of(
                "block", ClaimCalls.Block, fence => new BlockBody { Fence = fence, Reason = "probe" }),
        };
        verb.Answers(() => ApiJson.Wire.TaskStateBody, BlockAsync, TaskText.Show);
        return verb;
    }

    private static Task<TaskStateBody> BlockAsync(CommandRun run) =>
        ClaimWork.DoAsync(run, ClaimCalls.Block, fence => new BlockBody
        {
            Fence = fence,
            Reason = run.Get(Reason)!,
            Needs = ListText.Split(run.Get(Needs)),
            WaitsFor = ListText.Split(run.Get(WaitsFor)),
        });
}
