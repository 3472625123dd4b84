using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Breakers;
using InfraFabric.Api.Calls;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Breakers;

internal static class GovernorResetCircuitBreakerCommand
{
    private static readonly Argument<string> Swarm = new("SWARM") { Description = "The swarm that is stopped." };

    private static readonly Option<bool> CloseNow = new("--close")
    {
        Description = "Close it at once, without trying the swarm with one thing first.",
    };

    public static Command Create()
    {
        var verb = new Verb("reset-circuit-breaker", "Have a stopped swarm tried again, with a person's approval.")
        {
            Examples =
            [
                "governor reset-circuit-breaker session-4-sip --why \"its budget was raised\"",
                "governor reset-circuit-breaker session-4-sip --close --why \"opened by mistake\"",
            ],
            Arguments = { Swarm },
            Options = { CloseNow },
            Changes = true,
            Checks = BreakerChecks.OfReset,
        };
        verb.Answers(() => ApiJson.Wire.BreakerMovedBody, ResetAsync, BreakerText.Show);
        return verb;
    }

    private static async Task<BreakerMovedBody> ResetAsync(CommandRun run)
    {
        var swarm = run.Get(Swarm)!;
        // Without a person at a terminal it is only asked for, and another operator approves it.
        var confirmed = !Console.IsInputRedirected;
        if (confirmed)
            await RequireConfirmationAsync(run, swarm);
        using var fabric = ServedFabric.Of(run);
        return await fabric.SendAsync<BreakerMovedBody>(
            BreakerCalls.Reset, new BreakerResetBody(confirmed, run.Get(CloseNow)), swarm);
    }

    private static async Task RequireConfirmationAsync(CommandRun run, string swarm)
    {
        if (string.IsNullOrWhiteSpace(run.Why))
        {
            throw new FabricException(ErrorTable.WhyMissing, "A breaker is not reset without a reason.",
                "Whoever approves it answers for what the swarm does next.", "Give one: --why \"the reason\"");
        }

        if (!await Question.IsAnsweredWithAsync(
            $"To let '{swarm}' work and spend again, type its name:", swarm, run.Cancellation))
        {
            throw new FabricException(ErrorTable.Conflict, $"The breaker of '{swarm}' stays as it is.",
                "The name of the swarm was not typed.", "Try again, or leave it.");
        }
    }
}
