using InfraFabric.Cli.Falsify;
using InfraFabric.Core.Errors;
using InfraFabric.State.Backup;
using InfraFabric.State.Contract;

namespace InfraFabric.Cli.Commands.State;

/// <summary>The attempts to break <c>state restore</c> with the very file that it was given.</summary>
internal static class StateRestoreChecks
{
    public static IReadOnlyList<FalsifyCheck> For(Func<Scratch, string> fileOf) =>
    [
        new("stale guard", "Commit under a revision from before the restore, as a client that slept through it would.",
            scratch => StaleGuardAsync(scratch, fileOf(scratch))),
        new("interrupted half way", "End half way, so that neither the old state nor the new one is there.",
            scratch => InterruptAsync(scratch, fileOf(scratch))),
        new("lost acknowledgement", "Run it again as if its answer were lost, so that it replaces what it restored.",
            scratch => RepeatAsync(scratch, fileOf(scratch))),
        new("expired lease", "Keep a record whose lease ended with the state that was replaced.",
            scratch => KeepLeaseAsync(scratch, fileOf(scratch))),
        new("truncated backup", "Cut bytes off the file, and have it accepted.",
            scratch => BackupAttacks.TruncateAsync(scratch, fileOf(scratch))),
        new("flipped bit", "Flip one bit of the file, and have it accepted.",
            scratch => BackupAttacks.FlipBitsAsync(scratch, fileOf(scratch))),
    ];

    private static async Task<Evidence> StaleGuardAsync(Scratch scratch, string backup)
    {
        var folder = await scratch.NewStateAsync();
        long last;
        await using (var old = await scratch.OpenAsync(folder))
            last = await scratch.PutAsync(old, Scratch.Probe, "2");
        await RestoreAsync(scratch, backup, folder);
        await using var restored = await scratch.OpenAsync(folder);
        var fresh = await scratch.PutAsync(restored, Scratch.Probe, "3");
        var stale = new Commit(
            [Guard.Unchanged(Scratch.Probe, last)], [Write.Delete(Scratch.Probe)], [scratch.Note("falsify.stale")]);
        var outcome = await restored.CommitAsync(stale, scratch.Run.Cancellation);
        return outcome.Verdict == CommitVerdict.GuardFailed && fresh > last
            ? Evidence.Held($"refused; commits go on at revision {fresh}, beyond the {last} of before")
            : Evidence.Broke($"revision {last} was given out again: a commit guarded by it ended as {outcome.Verdict}");
    }

    private static async Task<Evidence> InterruptAsync(Scratch scratch, string backup)
    {
        var folder = await scratch.NewStateAsync();
        var place = new RestorePlace(folder, scratch.Run.Time);
        place.Require(replace: true);
        await using var source = File.OpenRead(backup);
        await using var cut = new InterruptedStream(
            source, source.Length / 2, () => throw new IOException("The disk failed."));
        try
        {
            await StateRestore.IntoFolderAsync(
                cut, backup, place.Fresh, scratch.Note("falsify.restore"), scratch.Run.Time, scratch.Run.Cancellation);
            return Evidence.Broke("half a backup was taken for a whole one");
        }
        catch (Exception failed) when (failed is IOException or FabricException)
        {
            await using var old = await scratch.OpenAsync(folder);
            var probe = await old.GetAsync(Scratch.Probe, cancellationToken: scratch.Run.Cancellation);
            return probe is null
                ? Evidence.Broke("the old state has lost a record")
                : Evidence.Held("an error, and the old state is in its place, whole");
        }
    }

    private static async Task<Evidence> RepeatAsync(Scratch scratch, string backup)
    {
        var folder = scratch.NewPath("state");
        await RestoreAsync(scratch, backup, folder);
        return await Attacks.RefusedAsync(ErrorTable.Usage, "the second run is refused unless it says --replace", () =>
        {
            new RestorePlace(folder, scratch.Run.Time).Require(replace: false);
            return Task.CompletedTask;
        });
    }

    private static async Task<Evidence> KeepLeaseAsync(Scratch scratch, string backup)
    {
        var folder = await scratch.NewStateAsync();
        var key = new RecordKey("falsify/on-lease");
        await using (var old = await scratch.OpenAsync(folder))
        {
            var lease = await old.GrantLeaseAsync(
                TimeSpan.FromMinutes(1), scratch.Note("falsify.lease"), scratch.Run.Cancellation);
            await scratch.PutAsync(old, key, "1", lease);
        }

        await RestoreAsync(scratch, backup, folder);
        await using var restored = await scratch.OpenAsync(folder);
        var stats = await restored.GetStatsAsync(scratch.Run.Cancellation);
        return stats.Leases == 0 && await restored.GetAsync(key, cancellationToken: scratch.Run.Cancellation) is null
            ? Evidence.Held("no lease and no record on one came through")
            : Evidence.Broke($"{stats.Leases} leases of the old state live on");
    }

    private static async Task RestoreAsync(Scratch scratch, string backup, string folder)
    {
        var place = new RestorePlace(folder, scratch.Run.Time);
        place.Require(replace: true);
        await using var source = File.OpenRead(backup);
        await StateRestore.IntoFolderAsync(
            source, backup, place.Fresh, scratch.Note("falsify.restore"), scratch.Run.Time, scratch.Run.Cancellation);
        place.Swap();
    }
}
