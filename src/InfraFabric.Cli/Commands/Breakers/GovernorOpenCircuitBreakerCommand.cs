using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Breakers;
using InfraFabric.Api.Calls;
using InfraFabric.Cli.Frame;

namespace InfraFabric.Cli.Commands.Breakers;

internal static class GovernorOpenCircuitBreakerCommand
{
    private static readonly Argument<string> Swarm = new("SWARM") { Description = "The swarm to stop." };

    public static Command Create()
    {
        var verb = new Verb("open-circuit-breaker", "Stop a swarm: no more work and no more money.")
        {
            Examples = ["governor open-circuit-breaker session-4-sip --why \"calls the wrong number\""],
            Arguments = { Swarm },
            Changes = true,
            Checks = BreakerChecks.OfOpen,
        };
        verb.Answers(() => ApiJson.Wire.BreakerMovedBody, OpenAsync, BreakerText.Show);
        return verb;
    }

    private static async Task<BreakerMovedBody> OpenAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await fabric.CallAsync<BreakerMovedBody>(BreakerCalls.Open, run.Get(Swarm)!);
    }
}
