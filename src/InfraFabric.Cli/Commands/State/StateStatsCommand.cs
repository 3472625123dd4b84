using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.State;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Commands.State;

internal static class StateStatsCommand
{
    public static Command Create()
    {
        var verb = new Verb("stats", "Show what the state holds and where it stands.")
        {
            Examples = ["state stats", "state stats --json"],
        };
        verb.Answers(() => ApiJson.Wire.StatsBody, ReadAsync, Show);
        return verb;
    }

    private static async Task<StatsBody> ReadAsync(CommandRun run)
    {
        await using var source = await StateSource.OpenAsync(run);
        return await source.Api.GetStatsAsync(run.Cancellation);
    }

    private static void Show(StatsBody stats, Terminal terminal) => terminal.Table(["STATE", ""], [
        ["backend", stats.Backend],
        ["location", stats.Location],
        ["revision", $"{stats.Revision}"],
        ["compacted to", $"{stats.CompactedRevision}"],
        ["records", $"{stats.Records}"],
        ["pending notes", $"{stats.PendingNotes}"],
        ["leases", $"{stats.Leases}"],
        ["watchers", stats.Watchers is { } watchers ? $"{watchers}" : "unknown"],
        ["on disk", stats.DiskBytes is { } bytes ? ByteText.Of(bytes) : "unknown"],
    ]);
}
