using System.CommandLine;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
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

    public static Command Create() => new ClaimStep(
        "block", "Ask for help with a claimed task: every orchestrator is told at once.", ClaimCalls.Block)
    {
        Examples = ["task block 0198c5a2-1f00-7abc-8def-0123456789ab --reason \"no credentials\" --needs vault:read"],
        Asks = [Reason, Needs, WaitsFor],
        Sends = (run, fence, _) => new BlockBody
        {
            Fence = fence,
            Reason = run.Get(Reason)!,
            Needs = ListText.Split(run.Get(Needs)),
            WaitsFor = ListText.Split(run.Get(WaitsFor)),
        },
        Checks = ClaimStepChecks.Of(
            "block", ClaimCalls.Block, fence => new BlockBody { Fence = fence, Reason = "probe" }),
    }.ToCommand();
}
