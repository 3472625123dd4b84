using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Breakers;
using InfraFabric.Api.Calls;
using InfraFabric.Cli.Frame;

namespace InfraFabric.Cli.Commands.Breakers;

internal static class GovernorApproveCommand
{
    private static readonly Argument<string> Approval = new("ID")
    {
        Description = "What waits, as 'governor circuit-breakers' names it.",
    };

    public static Command Create()
    {
        var verb = new Verb("approve", "Approve a reset that another operator has asked for.")
        {
            Examples =
            [
                "governor approve 0198c5a2-1f00-7abc-8def-0123456789ab --identity second.operator/1"
                    + " --why \"the loop is fixed\"",
            ],
            Arguments = { Approval },
            Changes = true,
            Checks = BreakerChecks.OfApprove,
        };
        verb.Answers(() => ApiJson.Wire.BreakerMovedBody, ApproveAsync, BreakerText.Show);
        return verb;
    }

    private static async Task<BreakerMovedBody> ApproveAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await fabric.CallAsync<BreakerMovedBody>(BreakerCalls.Approve, run.Get(Approval)!);
    }
}
