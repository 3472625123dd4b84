using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Swarms;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Coordinator;

internal static class CoordinatorHealthCommand
{
    public static Command Create()
    {
        var verb = new Verb("health", "Say whether the server lives and is ready; exits with 7 if not.")
        {
            Examples = ["coordinator health", "coordinator health --json"],
        };
        verb.Answers(() => CliJson.Default.HealthAnswer, AskAsync, Show,
            health => health.Ready ? ExitCodes.Done : ExitCodes.Unavailable);
        return verb;
    }

    private static async Task<HealthAnswer> AskAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        await fabric.Caller.GetAsync(ApiRoutes.Health, ApiJson.Default.HealthBody, run.Cancellation);
        try
        {
            await fabric.Caller.GetAsync(ApiRoutes.Ready, ApiJson.Default.HealthBody, run.Cancellation);
            var status = await fabric.CallAsync<StatusBody>(SwarmCalls.Status);
            return new HealthAnswer(
                true, true, null, status.Backend, status.Revision, status.Lag, status.Members.Count, status.Blockers);
        }
        catch (FabricException notReady) when (notReady.Error.ExitCode == ExitCodes.Unavailable)
        {
            return new HealthAnswer(true, false, $"{notReady.What} {notReady.Why}");
        }
    }

    private static void Show(HealthAnswer health, Terminal terminal)
    {
        if (!health.Ready)
        {
            terminal.Line($"The server lives, but is not ready: {health.Why}");
            return;
        }

        terminal.Table(["HEALTH", ""],
        [
            ["live", "yes"],
            ["ready", "yes"],
            ["backend", health.Backend!],
            ["revision", $"{health.Revision}, lag {health.Lag}"],
            ["members", $"{health.Members}"],
            ["blockers", $"{health.Blockers}"],
        ]);
        if (health.Blockers > 0)
            terminal.Hint("See what does not get on: ifctl coordinator blockers");
    }
}
