using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Witness;
using InfraFabric.Cli.Commands.WitnessChecks;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Commands.Witness;

internal static class WitnessStatsCommand
{
    public static Command Create()
    {
        var verb = new Verb("stats", "Show how the ledger stands, and what is on its way into it.")
        {
            Examples = ["witness stats", "witness stats --json"],
            Checks = EntryChecks.OfStats,
        };
        verb.Answers(() => ApiJson.Wire.WitnessStatsBody, ReadAsync, Show);
        return verb;
    }

    private static async Task<WitnessStatsBody> ReadAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await fabric.CallAsync<WitnessStatsBody>(WitnessCalls.Stats);
    }

    private static void Show(WitnessStatsBody stats, Terminal terminal) => terminal.Table(["WITNESS", ""],
    [
        .. new (string Name, string? Value)[]
        {
            ("origin", stats.Origin),
            ("key", stats.Key),
            ("entries", $"{stats.Size}{(stats.Pruned > 0 ? $", the first {stats.Pruned} as hashes only" : "")}"),
            ("root", stats.Root),
            ("newest entry", stats.CheckpointAgeMs is { } age ? $"{TimeText.OfLength(age)} ago" : "none yet"),
            ("revision", $"{stats.Revision}, in the ledger up to {stats.DrainedRevision}"),
            ("pending notes", $"{stats.PendingNotes}"),
            ("not indexed yet", $"{stats.Unindexed}"),
            ("lag", stats.LagMs == 0 ? "none" : TimeText.OfLength(stats.LagMs)),
            ("problem", stats.Problem),
            ("writer", $"{stats.Writer ?? "none"}{(stats.IsWriter ? ", the server asked" : "")}"),
        }.Where(row => row.Value is not null).Select(row => new[] { row.Name, row.Value! }),
        .. stats.Anchors.Select(anchor => new[] { $"anchor {anchor.Name}", TextOf(anchor) }),
        .. stats.Cosigners.Select(cosigner => new[] { $"cosigner {cosigner.Name}", TextOf(cosigner) }),
        .. stats.CosignerKey is { } key ? [["cosigns with", key]] : Array.Empty<string[]>(),
        .. stats.Cosigns.Select(log => new[]
        {
            $"cosigns {log.Origin}", log.Problem is null ? $"{log.Size} entries" : $"{log.Size} entries, {log.Problem}",
        }),
    ]);

    private static string TextOf(WitnessCosignerBody cosigner) => string.Join(", ", new[]
    {
        cosigner.Url,
        $"{cosigner.Size} entries",
        cosigner.AgeMs is { } age ? $"{TimeText.OfLength(age)} ago" : null,
        cosigner.SplitView ? "SPLIT VIEW" : null,
        cosigner.Problem,
    }.OfType<string>());

    private static string TextOf(WitnessAnchorBody anchor) => string.Join(", ", new[]
    {
        anchor.Place,
        anchor.Size is { } size ? $"{size} entries" : "nothing pushed by the server asked",
        anchor.AgeMs is { } age ? $"{TimeText.OfLength(age)} ago" : null,
        anchor.Problem,
    }.OfType<string>());
}
