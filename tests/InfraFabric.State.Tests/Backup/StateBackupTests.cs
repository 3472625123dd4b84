using InfraFabric.Core.Errors;
using InfraFabric.State.Backup;
using InfraFabric.State.Conformance;
using InfraFabric.State.Contract;
using InfraFabric.State.Embedded;

namespace InfraFabric.State.Tests.Backup;

public sealed class StateBackupTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Restore_OfABackup_BringsBackRecordsNotesAndRevisions()
    {
        var (backup, written) = await BackupAsync(records: 2500);

        var summary = await RestoreAsync(backup);

        summary.ShouldBe(written);
        await using var restored = await OpenAsync("restored");
        var all = await AllAsync(restored);
        all.Count.ShouldBe(2500);
        all["k/0007"].ModifyRevision.ShouldBe(8);
        var stats = await restored.GetStatsAsync();
        stats.Revision.ShouldBeGreaterThan(written.Revision + 1_000_000);
        stats.PendingNotes.ShouldBe(2500 + 2 + 1);
    }

    [Fact]
    public async Task Restore_OfTheSameBackupAgain_GivesNoRevisionOutTwice()
    {
        var (backup, _) = await BackupAsync(records: 1);
        await RestoreAsync(backup);
        long given;
        await using (var first = await OpenAsync("restored"))
            given = (await first.CommitAsync(new Commit([], [], [Note()]))).Revision;
        Directory.Delete(_folder.File("restored"), recursive: true);
        _time.Advance(TimeSpan.FromSeconds(1));

        await RestoreAsync(backup);

        await using var second = await OpenAsync("restored");
        (await second.GetStatsAsync()).Revision.ShouldBeGreaterThan(given);
    }

    [Fact]
    public async Task Restore_Itself_LeavesANote()
    {
        var (backup, _) = await BackupAsync(records: 1);
        await RestoreAsync(backup);

        await using var restored = await OpenAsync("restored");
        var notes = await restored.ReadNotesAsync(NotePosition.Start, 10);

        notes[^1].Note.Operation.ShouldBe("state.restore");
        notes[^1].Note.Parameters!["records"].ShouldBe("1");
    }

    [Fact]
    public async Task Backup_RecordsOnALease_AreLeftOut()
    {
        var (backup, written) = await BackupAsync(records: 3);
        await RestoreAsync(backup);

        await using var restored = await OpenAsync("restored");

        written.Records.ShouldBe(3);
        (await restored.GetAsync(new RecordKey("leased"))).ShouldBeNull();
    }

    [Fact]
    public async Task Backup_WhileCommitsGoOn_ShowsOneRevision()
    {
        await using var store = await OpenAsync("source");
        for (var i = 0; i < 3000; i++)
            _ = store.CommitAsync(Some.Put($"k/{i:D4}", "0")).AsTask();
        await store.CommitAsync(Some.Put("k/last", "0"));
        var writing = Task.WhenAll(Enumerable.Range(0, 3000).Select(i => store.CommitAsync(Some.Commit([],
            [
                Write.Put(new RecordKey("pair/a"), Some.Bytes($"{i}")),
                Write.Put(new RecordKey("pair/b"), Some.Bytes($"{i}")),
            ])).AsTask()));

        using var backup = new MemoryStream();
        await StateBackup.WriteAsync(store, backup);
        await writing;
        await RestoreAsync(backup.ToArray());

        await using var restored = await OpenAsync("restored");
        var all = await AllAsync(restored);
        Some.TextOf(all.GetValueOrDefault("pair/a")).ShouldBe(Some.TextOf(all.GetValueOrDefault("pair/b")));
    }

    [Fact]
    public async Task Restore_TruncatedAnywhere_IsRefused()
    {
        var (backup, _) = await BackupAsync(records: 20);

        for (var length = 0; length < backup.Length; length++)
        {
            using var cut = new MemoryStream(backup, 0, length);
            var error = await Should.ThrowAsync<FabricException>(StateRestore.VerifyAsync(cut, "cut", _time));
            error.Error.ShouldBe(ErrorTable.StateDamaged);
        }
    }

    [Fact]
    public async Task Restore_AnyBitFlipped_IsRefused()
    {
        var (backup, _) = await BackupAsync(records: 10);

        for (var bit = 0; bit < backup.Length * 8; bit++)
        {
            backup[bit / 8] ^= (byte)(1 << (bit % 8));
            using var flipped = new MemoryStream(backup);
            var error = await Should.ThrowAsync<FabricException>(StateRestore.VerifyAsync(flipped, "flipped", _time));
            error.Error.ShouldBe(ErrorTable.StateDamaged);
            backup[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public async Task Restore_OverAState_IsRefused()
    {
        var (backup, _) = await BackupAsync(records: 1);
        await RestoreAsync(backup);

        var error = await Should.ThrowAsync<FabricException>(() => RestoreAsync(backup));

        error.Error.ShouldBe(ErrorTable.Usage);
    }

    [Fact]
    public async Task Restore_IntoAStore_PutsRecordsAndNotesThere()
    {
        var (backup, written) = await BackupAsync(records: 120);
        await using var target = await OpenAsync("target");

        await StateRestore.IntoStoreAsync(new MemoryStream(backup), "backup", target, Note(), _time);

        (await AllAsync(target)).Count.ShouldBe(120);
        var notes = await target.ReadNotesAsync(NotePosition.Start, 1000);
        notes.Count(n => n.Note.Operation != "state.restore").ShouldBe((int)written.Notes);
        var again = await Should.ThrowAsync<FabricException>(
            () => StateRestore.IntoStoreAsync(new MemoryStream(backup), "backup", target, Note(), _time));
        again.Error.ShouldBe(ErrorTable.Usage);
    }

    private static WitnessNote Note() => Some.Note("state") with { Operation = "state.restore" };

    private static async Task<Dictionary<string, Record>> AllAsync(EmbeddedStateStore store)
    {
        var all = new Dictionary<string, Record>();
        RecordPage page;
        RecordKey? after = null;
        do
        {
            page = await store.ListAsync(new ListQuery("", 1000) { After = after });
            foreach (var record in page.Records)
                all.Add(record.Key.Text, record);
            after = page.Records.Count > 0 ? page.Records[^1].Key : after;
        }
        while (page.More);
        return all;
    }

    private async Task<(byte[] Backup, BackupSummary Summary)> BackupAsync(int records)
    {
        await using var store = await OpenAsync("source");
        await Task.WhenAll(Enumerable.Range(0, records).Select(i =>
            store.CommitAsync(Some.Put($"k/{i:D4}", $"v{i}")).AsTask()));
        var lease = await store.GrantLeaseAsync(TimeSpan.FromMinutes(5), Some.Note("grant"));
        await store.CommitAsync(Some.Put("leased", "x", lease));
        using var backup = new MemoryStream();
        var summary = await StateBackup.WriteAsync(store, backup);
        return (backup.ToArray(), summary);
    }

    private Task<BackupSummary> RestoreAsync(byte[] backup) => StateRestore.IntoFolderAsync(
        new MemoryStream(backup), "backup", _folder.File("restored"), Note(), _time);

    private Task<EmbeddedStateStore> OpenAsync(string name) =>
        EmbeddedStateStore.OpenAsync(new EmbeddedOptions { Directory = _folder.File(name) }, _time);
}
