using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Anchors;
using InfraFabric.Witness.Conformance;
using InfraFabric.Witness.Sqlite;
using InfraFabric.Witness.Tests.Verifying;
using InfraFabric.Witness.Verifying;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Witness.Tests.Anchors;

/// <summary>An anchor is a copy that stands by itself, and from it the ledger is made again.</summary>
public sealed class AnchorTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly LedgerOptions _options = new() { Origin = SomeLog.Origin, Keys = [SomeLog.Secret] };

    private AnchorFolder Anchor => new(_folder.PathOf("anchor"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Push_AgainAndAgain_KeepsALogThatHolds()
    {
        foreach (var size in new[] { 1, 2, 255, 256, 257, 700, 700, 1500 })
        {
            await PushAsync(SomeLog.Of(size));

            var report = await AuditAsync(Anchor.Log);
            report.Fault.ShouldBeNull();
            report.Entries.ShouldBe(size);
        }

        Directory.GetDirectories(_folder.PathOf("anchor/tile/0")).ShouldBe([_folder.PathOf("anchor/tile/0/005.p")]);
    }

    [Fact]
    public async Task Push_CutOffAnywhere_LeavesTheLogAsItWasAndGoesOn()
    {
        await PushAsync(SomeLog.Of(300));
        for (var reads = 1; reads < 40; reads++)
        {
            var failing = new FailingLog(SomeLog.Of(1500), reads);
            if (await Xunit.Record.ExceptionAsync(() => PushAsync(failing)) is null)
                break;

            var report = await AuditAsync(Anchor.Log);
            report.Fault.ShouldBeNull();
            report.Size.ShouldBe(300);
        }

        (await AuditAsync(Anchor.Log)).Entries.ShouldBe(1500);
    }

    [Fact]
    public async Task Push_OfALogThatWasForked_IsRefusedAndLeavesTheAnchor()
    {
        await PushAsync(SomeLog.Of(300));
        var forked = SomeLog.Of(400, entries => entries[20] = entries[20] with { Outcome = "denied" });

        (await Should.ThrowAsync<FabricException>(() => PushAsync(forked))).Error.ShouldBe(ErrorTable.Conflict);
        (await Should.ThrowAsync<FabricException>(() => PushAsync(SomeLog.Of(299)))).Why.ShouldContain("299");

        (await AuditAsync(Anchor.Log)).Entries.ShouldBe(300);
    }

    [Fact]
    public async Task Restore_OfAnAnchor_MakesTheSameLedgerWhichGoesOn()
    {
        var (id, checkpoint) = await WriteLedgerAsync(_folder.PathOf("store"), 1300);

        var report = await RestoreAsync("restored");

        report.Entries.ShouldBe(1300);
        await using var store = SqliteLedgerStore.Open(_folder.PathOf("restored"));
        store.Id.ShouldBe(id);
        await using var ledger = await OpenAsync(store);
        ledger.Head.Checkpoint.ShouldBe(checkpoint);
        ledger.Head.Drained.ShouldBe(new NotePosition(1300, 0));
        await ledger.AppendAsync([NoteAt(1301), NoteAt(1302)]);
        (await AuditAsync(new StoreLog(store, [SomeLog.Key]))).Entries.ShouldBe(1302);
    }

    [Fact]
    public async Task Restore_OfAnAnchorWithABitChanged_MakesNothing()
    {
        await WriteLedgerAsync(_folder.PathOf("store"), 600);
        var bundle = _folder.PathOf("anchor/tile/entries/001");
        var bytes = File.ReadAllBytes(bundle);
        bytes[1000] ^= 4;
        File.WriteAllBytes(bundle, bytes);

        var refused = await Should.ThrowAsync<FabricException>(() => RestoreAsync("restored"));

        refused.Error.ShouldBe(ErrorTable.LedgerDamaged);
        refused.Why.ShouldContain("At entry 25");
        Directory.Exists(_folder.PathOf("restored")).ShouldBeFalse();
    }

    private static PositionedNote NoteAt(int number) => new(
        new NotePosition(number, 0), SomeNotes.Of($"if://agent/a{number % 5}/0", $"op.{number}"));

    private static async Task<VerifyReport> AuditAsync(ILogSource log) =>
        await new LogAudit(log, new AuditOptions { Keys = [SomeLog.Key] }).RunAsync();

    private async Task PushAsync(ILogSource log) => await new AnchorPush(log, [SomeLog.Key], Anchor).RunAsync();

    private async Task<VerifyReport> RestoreAsync(string name) =>
        await new LedgerRestore(Anchor.Log, new AuditOptions { Keys = [SomeLog.Key] })
            .IntoFolderAsync(_folder.PathOf(name));

    private ValueTask<Ledger> OpenAsync(SqliteLedgerStore store) =>
        Ledger.OpenAsync(store, _options, chance: null, NullLogger.Instance);

    private async Task<(string Id, string Checkpoint)> WriteLedgerAsync(string folder, int size)
    {
        await using var store = SqliteLedgerStore.Open(folder);
        await using var ledger = await OpenAsync(store);
        foreach (var numbers in Enumerable.Range(1, size).Chunk(500))
            await ledger.AppendAsync([.. numbers.Select(NoteAt)]);
        await PushAsync(new StoreLog(store, [SomeLog.Key]));
        return (store.Id, ledger.Head.Checkpoint);
    }
}
