using InfraFabric.Cli.Falsify;
using InfraFabric.Core.Errors;
using InfraFabric.Server.State;
using InfraFabric.State.Backup;
using InfraFabric.State.Contract;

namespace InfraFabric.Cli.Commands.State;

/// <summary>The attempts to break <c>state backup</c>.</summary>
internal static class StateBackupChecks
{
    private static readonly RecordKey OnLease = new("falsify/on-lease");

    public static readonly IReadOnlyList<FalsifyCheck> All =
    [
        new("changed meanwhile", "Commit while the copy is under way, so that it mixes two revisions.", ChangeAsync),
        new("interrupted half way", "Fail half way, so that half a file passes for a backup.", InterruptAsync),
        new("lost acknowledgement", "Run it again as if its answer were lost, so that it overwrites.", RepeatAsync),
        new("expired lease",
            "Let a record on a lease into the copy, where it would outlive its session.", KeepLeaseAsync),
        new("truncated copy", "Cut bytes off the copy, and have it accepted.",
            async scratch => await BackupAttacks.TruncateAsync(scratch, await BackUpAsync(scratch))),
        new("flipped bit", "Flip one bit of the copy, and have it accepted.",
            async scratch => await BackupAttacks.FlipBitsAsync(scratch, await BackUpAsync(scratch))),
    ];

    /// <summary>A backup of a copy of the state, made as the command makes it.</summary>
    public static async Task<string> BackUpAsync(Scratch scratch)
    {
        await using var store = await scratch.OpenCopyAsync();
        return await BackUpAsync(scratch, store);
    }

    private static async Task<string> BackUpAsync(Scratch scratch, IStateStore store)
    {
        var path = scratch.NewPath("backup");
        await new BackupFile(path, force: false, scratch.Run.Time)
            .WriteAsync(new StoreStateApi(store), scratch.Run.Cancellation);
        return path;
    }

    private static async Task<Evidence> ChangeAsync(Scratch scratch)
    {
        await using var store = await scratch.OpenCopyAsync();
        var before = await store.GetStatsAsync(scratch.Run.Cancellation);
        var path = scratch.NewPath("backup");
        await using (var file = new InterruptedStream(
            File.Create(path), 0, () => scratch.PutAsync(store, Scratch.Probe, "2")))
            await new StoreStateApi(store).WriteBackupAsync(file, scratch.Run.Cancellation);
        await using var restored = await RestoreAsync(scratch, path);
        var probe = await restored.GetAsync(Scratch.Probe, cancellationToken: scratch.Run.Cancellation);
        return probe?.Value.Span.SequenceEqual("1"u8) == true
            ? Evidence.Held($"the copy shows revision {before.Revision} and nothing of the commit after it")
            : Evidence.Broke("the copy shows a commit that is later than its revision");
    }

    private static async Task<Evidence> InterruptAsync(Scratch scratch)
    {
        await using var store = await scratch.OpenCopyAsync();
        var path = scratch.NewPath("backup");
        var failing = new FailingStateApi(new StoreStateApi(store));
        var refused = await Attacks.RefusedAsync(ErrorTable.StateFailed, "", () =>
            new BackupFile(path, force: false, scratch.Run.Time).WriteAsync(failing, scratch.Run.Cancellation));
        if (!refused.HasHeld)
            return refused;
        var left = Directory.GetFiles(scratch.Folder, Path.GetFileName(path) + "*");
        return left.Length == 0
            ? Evidence.Held("an error, and no file is left")
            : Evidence.Broke($"it left {left[0]}");
    }

    private static async Task<Evidence> RepeatAsync(Scratch scratch)
    {
        await using var store = await scratch.OpenCopyAsync();
        var path = await BackUpAsync(scratch, store);
        return await Attacks.RefusedAsync(ErrorTable.Usage,
            "the second run is refused, and the first one's file stays", () =>
            new BackupFile(path, force: false, scratch.Run.Time)
                .WriteAsync(new StoreStateApi(store), scratch.Run.Cancellation));
    }

    private static async Task<Evidence> KeepLeaseAsync(Scratch scratch)
    {
        await using var store = await scratch.OpenCopyAsync();
        var lease = await store.GrantLeaseAsync(
            TimeSpan.FromMinutes(1), scratch.Note("falsify.lease"), scratch.Run.Cancellation);
        await scratch.PutAsync(store, OnLease, "1", lease);
        await using var restored = await RestoreAsync(scratch, await BackUpAsync(scratch, store));
        return await restored.GetAsync(OnLease, cancellationToken: scratch.Run.Cancellation) is null
            ? Evidence.Held("the record on the lease is not in the copy")
            : Evidence.Broke("the record is in the copy, without its lease");
    }

    private static async Task<IStateStore> RestoreAsync(Scratch scratch, string backup)
    {
        var folder = scratch.NewPath("restored");
        await using var file = File.OpenRead(backup);
        await StateRestore.IntoFolderAsync(
            file, backup, folder, scratch.Note("falsify.restore"), scratch.Run.Time, scratch.Run.Cancellation);
        return await scratch.OpenAsync(folder);
    }
}
