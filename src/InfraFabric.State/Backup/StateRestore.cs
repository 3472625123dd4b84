using System.Globalization;
using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;
using InfraFabric.State.Embedded;
using InfraFabric.State.Memory;

namespace InfraFabric.State.Backup;

/// <summary>Makes a state of a backup.</summary>
public static class StateRestore
{
    // Faster than any store commits, so that a clock which counts revisions at this rate stays ahead of all of them.
    private const long RevisionsPerMillisecond = 1000;

    // For a machine whose clock is behind.
    private const long LeastGap = 1_000_000_000;

    /// <summary>Reads a whole backup without making anything of it; throws if it is damaged.</summary>
    public static Task<BackupSummary> VerifyAsync(
        Stream backup, string name, TimeProvider time, CancellationToken cancellationToken = default) =>
        new BackupSource(name).LoadAsync(backup, new MemoryState(time), cancellationToken);

    /// <summary>
    /// Makes an embedded state in a folder that has none. Records keep their revisions. The folder holds a state only
    /// once all of it is there, the restoration's own note included.
    /// </summary>
    public static async Task<BackupSummary> IntoFolderAsync(
        Stream backup, string name, string directory, WitnessNote note, TimeProvider time,
        CancellationToken cancellationToken = default)
    {
        if (File.Exists(Path.Combine(directory, "state.db")))
        {
            throw new FabricException(ErrorTable.Usage, $"There is a state in '{directory}' already.",
                "A backup is restored into an empty folder.", "Set the old state aside first.");
        }

        var state = new MemoryState(time);
        var summary = await new BackupSource(name).LoadAsync(backup, state, cancellationToken);
        var incomplete = directory.TrimEnd('/') + ".restoring";
        if (Directory.Exists(incomplete))
            Directory.Delete(incomplete, recursive: true);
        StateFile.Create(incomplete, state, FirstRevision(summary, time));
        await using (var store = await EmbeddedStateStore.OpenAsync(
            new EmbeddedOptions { Directory = incomplete }, time, cancellationToken))
        {
            await store.CommitAsync(new Commit([], [], [WithSummary(note, summary)]), cancellationToken);
        }

        if (Directory.Exists(directory))
            Directory.Delete(directory);
        Directory.Move(incomplete, directory);
        return summary;
    }

    /// <summary>Puts a backup's records into an empty store, such as etcd's. They get new revisions there.</summary>
    public static async Task<BackupSummary> IntoStoreAsync(
        Stream backup, string name, IStateStore store, WitnessNote note, TimeProvider time,
        CancellationToken cancellationToken = default)
    {
        var present = await store.ListAsync(new ListQuery("", 1), cancellationToken);
        if (present.Records.Count > 0)
        {
            throw new FabricException(ErrorTable.Usage, "The store to restore into is not empty.",
                $"It holds '{present.Records[0].Key}', for one.", "Choose another prefix, or empty this one first.");
        }

        var state = new MemoryState(time);
        var summary = await new BackupSource(name).LoadAsync(backup, state, cancellationToken);
        var stamped = WithSummary(note, summary);
        foreach (var batch in CommitsOf(state, summary))
        {
            var commit = new Commit([.. batch.Select(write => Guard.Absent(write.Key))], batch, [stamped]);
            RequireCommitted(await store.CommitAsync(commit, cancellationToken), commit);
        }

        var pending = state.Outbox.Read(NotePosition.Start, long.MaxValue, int.MaxValue);
        foreach (var notes in pending.Chunk(StateLimits.MaxNotes))
        {
            var commit = new Commit([], [], [.. notes.Select(n => WitnessNoteForm.Decode(n.Encoded.Span))]);
            RequireCommitted(await store.CommitAsync(commit, cancellationToken), commit);
        }

        return summary;
    }

    /// <summary>
    /// Where the revisions of a restored state go on. They are fences and resume points: those that were given out
    /// after
    /// the backup was made must never be given out again, nor those of a state restored from the same backup before.
    /// </summary>
    private static long FirstRevision(BackupSummary summary, TimeProvider time) => Math.Max(
        summary.Revision + LeastGap, time.GetUtcNow().ToUnixTimeMilliseconds() * RevisionsPerMillisecond);

    private static void RequireCommitted(CommitOutcome outcome, Commit commit)
    {
        if (!outcome.Succeeded)
        {
            throw new FabricException(ErrorTable.StateBusy, "Somebody else writes into the store being restored.",
                $"'{commit.Guards[outcome.FailedGuard].Key}' appeared meanwhile.",
                "Stop whatever uses this store, empty it, and restore again.");
        }
    }

    private static IEnumerable<List<Write>> CommitsOf(MemoryState state, BackupSummary summary)
    {
        var batch = new List<Write>();
        var bytes = 0;
        foreach (var record in state.All())
        {
            batch.Add(Write.Put(record.Key, record.Value));
            bytes += record.Key.Text.Length * 2 + record.Value.Length;
            if (batch.Count < StateLimits.MaxWrites && bytes < StateLimits.MaxCommitBytes / 4)
                continue;
            yield return batch;
            batch = [];
            bytes = 0;
        }

        if (batch.Count > 0 || summary.Records == 0)
            yield return batch;
    }

    private static WitnessNote WithSummary(WitnessNote note, BackupSummary summary) => note with
    {
        Parameters = new Dictionary<string, string>(note.Parameters ?? new Dictionary<string, string>())
        {
            ["backup_revision"] = summary.Revision.ToString(CultureInfo.InvariantCulture),
            ["records"] = summary.Records.ToString(CultureInfo.InvariantCulture),
        },
    };
}
