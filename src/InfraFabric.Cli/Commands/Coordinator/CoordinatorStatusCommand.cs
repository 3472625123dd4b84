using System.CommandLine;
using System.Globalization;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Swarms;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Commands.Coordinator;

internal static class CoordinatorStatusCommand
{
    // As many as leave room for everything else on a screen of 24 lines.
    private const int MembersShown = 3;

    private static readonly string[] States =
        ["waiting", "ready", "claimed", "running", "blocked", "completed", "failed", "cancelled", "dead"];

    public static Command Create()
    {
        var verb = new Verb("status", "Show on one screen how the coordinator stands.")
        {
            Examples = ["coordinator status", "coordinator status --json"],
        };
        verb.Answers(() => ApiJson.Wire.StatusBody, ReadAsync, Show);
        return verb;
    }

    private static async Task<StatusBody> ReadAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await fabric.CallAsync<StatusBody>(SwarmCalls.Status);
    }

    private static void Show(StatusBody status, Terminal terminal)
    {
        terminal.Table(["COORDINATOR", ""],
        [
            ["backend", status.Backend],
            ["revision", $"{status.Revision}, lag {status.Lag}"],
            ["swarms", $"{status.Swarms}, {status.SwarmsAtWork} at work, {status.Streams} streams here"],
            ["blockers", $"{status.Blockers}"],
            ["claims", string.Create(CultureInfo.InvariantCulture,
                $"{status.ClaimsLastMinute} in the last minute, {status.ClaimsPerSecond:0.##} per second")],
            ["claim time", $"p50 {TimeText.OfMilliseconds(status.ClaimP50Ms)},"
                + $" p99 {TimeText.OfMilliseconds(status.ClaimP99Ms)}"],
        ]);
        terminal.Line();
        terminal.Table(["TASKS", ""],
            States.Select(state => new[] { state, $"{status.Tasks.GetValueOrDefault(state)}" }));
        terminal.Line();
        terminal.Table(["MEMBER", "VERSION", "SINCE"], status.Members.Take(MembersShown)
            .Select(member => new[] { member.Url, ShortOf(member.Version), TimeText.Of(member.Since) }));
        if (status.Members.Count > MembersShown)
            terminal.Line($"and {status.Members.Count - MembersShown} more: --json lists them");
    }

    // Without what the build has appended.
    private static string ShortOf(string version) => version.Split('+')[0];
}
