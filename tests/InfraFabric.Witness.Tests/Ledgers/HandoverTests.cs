using System.Text;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Anchors;
using InfraFabric.Witness.Conformance;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Proofs;
using InfraFabric.Witness.Sqlite;
using InfraFabric.Witness.Verifying;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Witness.Tests.Ledgers;

/// <summary>A ledger goes from key to key, and whoever knows the first one can follow.</summary>
public sealed class HandoverTests : IAsyncDisposable
{
    private const string Origin = "keys.example/ledger";

    private readonly TestFolder _folder = new();
    private readonly SomeKeys _keys = new();
    private readonly List<string> _seen = [];
    private readonly LedgerOptions _options;
    private SqliteLedgerStore _store;
    private Ledger? _ledger;

    public HandoverTests()
    {
        _store = SqliteLedgerStore.Open(_folder.PathOf("store"));
        _options = new LedgerOptions { Origin = Origin, Keys = _keys, Adopt = _keys.Adopt };
    }

    private StoreLog Log => new(_store, [_keys.Key(Origin, 0)]);

    public async ValueTask DisposeAsync()
    {
        if (_ledger is not null)
            await _ledger.DisposeAsync();
        await _store.DisposeAsync();
        _keys.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task HandOver_WhileOthersAppend_IsSignedByBothAndThenByTheNew()
    {
        await OpenAsync();
        _keys.Staged.Add(1);
        var appends = Enumerable.Range(0, 300).Select(_ => _ledger!.AppendAsync(
            SomeNotes.Of("if://agent/a/0", "op")).AsTask()).ToList();
        var handover = _ledger!.HandOverAsync(_keys.Secret(1), SomeNotes.Of("if://agent/operator/0", "x")).AsTask();
        appends.Add(_ledger.AppendAsync(SomeNotes.Of("if://agent/a/0", "op")).AsTask());
        foreach (var append in appends)
            await append;
        var place = await handover;

        var kept = (await _store.LoadHandoversAsync()).ShouldHaveSingleItem();
        kept.Size.ShouldBe(place + 1);
        var both = NoteOf(kept.Note);
        both.IsSignedBy(_keys.Key(Origin, 0)).ShouldBeTrue();
        both.IsSignedBy(_keys.Key(Origin, 1)).ShouldBeTrue();
        NoteOf(_ledger.Head.Checkpoint).IsSignedBy(_keys.Key(Origin, 0)).ShouldBeFalse();
        NoteOf(_ledger.Head.Checkpoint).IsSignedBy(_keys.Key(Origin, 1)).ShouldBeTrue();
        LogKeys.Read(await Log.ReadKeysAsync()).ShouldBe([_keys.Key(Origin, 1), _keys.Key(Origin, 0)]);
    }

    [Fact]
    public async Task Verify_ByWhoKnowsAnyOneOfTheKeys_HoldsForEveryCheckpoint()
    {
        await RotateThriceAsync();
        var handovers = LogHandovers.Read(await Log.ReadHandoversAsync());
        foreach (var number in Enumerable.Range(0, 4))
        {
            NoteKey[] known = [_keys.Key(Origin, number)];

            (await AuditAsync(Log, known)).Fault.ShouldBeNull();
            foreach (var seen in _seen)
            {
                (await AuditAsync(Log, known, NoteOf(seen))).Fault.ShouldBeNull();
                ProofCheck.Verify(NoteOf(seen), handovers.KeysFor(known, SizeOf(seen))).Fault.ShouldBeNull();
            }
        }
    }

    [Fact]
    public async Task Verify_OfWhatARetiredKeySignsLater_Fails()
    {
        await RotateThriceAsync();
        var handovers = LogHandovers.Read(await Log.ReadHandoversAsync());
        var text = NoteOf(_ledger!.Head.Checkpoint).Text;
        foreach (var number in Enumerable.Range(0, 3))
        {
            var stolen = SignedNote.Sign(text, _keys.Key(Origin, number), _keys.Secret(number));

            ProofCheck.Verify(stolen, handovers.KeysFor([_keys.Key(Origin, 0)], SizeOf(stolen.ToString()))).Fault
                .ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task Verify_OfALogThatDoesNotContinueAHandover_Fails()
    {
        await RotateThriceAsync();
        var handovers = await Log.ReadHandoversAsync();
        await using var other = SqliteLedgerStore.Open(_folder.PathOf("other"));
        await using var forked = await Ledger.OpenAsync(
            other, _options, chance: null, NullLogger.Instance);
        for (var i = 0; i < 200; i++)
            await forked.AppendAsync(SomeNotes.Of("if://agent/other/0", "op"));

        var report = await new LogAudit(new StoreLog(other, []), new AuditOptions
        {
            Keys = [_keys.Key(Origin, 0)],
            Handovers = LogHandovers.Read(handovers),
        }).RunAsync();

        report.Fault!.Reason.ShouldContain("does not continue the handover");
    }

    [Fact]
    public async Task Read_OfHandoversThatAreForged_TrustsNoNewKey()
    {
        await RotateThriceAsync();
        var stranger = _keys.Key(Origin, 4);
        var good = (await _store.LoadHandoversAsync())[0];
        var path = await new TreeReader(Log, good.Size).ProveInclusionAsync(good.Size - 1);
        var note = NoteOf(good.Note);
        var entry = Encoding.UTF8.GetString(good.Entry.Span);
        var renamed = Encoding.UTF8.GetBytes(entry.Replace(
            _keys.Key(Origin, 1).ToString(), stranger.ToString(), StringComparison.Ordinal));
        var root = TreeHash.OfLeaf(renamed);
        var alone = new Checkpoint(Origin, 1, root).ToString();
        var byStranger = SignedNote.Sign(alone, stranger, _keys.Secret(4));
        foreach (var (forged, length, bytes, hashes) in new[]
        {
            // Another entry, one without the old signature, one without the new, one that stands elsewhere.
            (note, good.Size, renamed, path),
            (byStranger, 1, renamed, []),
            (SignedNote.Sign(alone, _keys.Key(Origin, 0), _keys.Secret(0)), 1, renamed, []),
            (note, good.Size - 1, good.Entry.ToArray(), path),
        })
        {
            var list = LogHandovers.Write(
            [
                new EntryProof
                {
                    Index = length - 1, Entry = bytes, Path = hashes, Note = forged, Key = _keys.Key(Origin, 0),
                },
            ]);

            LogHandovers.Read(list).KeysFor([_keys.Key(Origin, 0)], 0).ShouldBe([_keys.Key(Origin, 0)]);
        }
    }

    [Fact]
    public async Task Open_WithTheStagedKeyOfAHandoverThatWasCutOff_FinishesIt()
    {
        await OpenAsync();
        await _ledger!.AppendAsync(SomeNotes.Of("if://agent/a/0", "op"));
        // The entry is durable, and then the key cannot be put in place.
        (await Should.ThrowAsync<FabricException>(async () => await _ledger.HandOverAsync(
            _keys.Secret(1), SomeNotes.Of("if://agent/operator/0", "x")))).Error.ShouldBe(ErrorTable.Conflict);
        (await Should.ThrowAsync<FabricException>(async () => await _ledger.AppendAsync(
            SomeNotes.Of("if://agent/a/0", "op")))).Error.ShouldBe(ErrorTable.Conflict);
        await _ledger.DisposeAsync();
        _ledger = null;
        await Should.ThrowAsync<FabricException>(OpenAsync);

        _keys.Staged.Add(1);
        await OpenAsync();
        await _ledger!.AppendAsync(SomeNotes.Of("if://agent/a/0", "op"));

        NoteOf(_ledger.Head.Checkpoint).IsSignedBy(_keys.Key(Origin, 1)).ShouldBeTrue();
        (await AuditAsync(Log, [_keys.Key(Origin, 0)])).Entries.ShouldBe(3);
    }

    [Fact]
    public async Task Open_WithAKeyThatNeverSigned_IsRefused()
    {
        await OpenAsync();
        await _ledger!.AppendAsync(SomeNotes.Of("if://agent/a/0", "op"));
        await _ledger.DisposeAsync();
        _ledger = null;

        var refused = await Should.ThrowAsync<FabricException>(async () => await Ledger.OpenAsync(
            _store, new LedgerOptions { Origin = Origin, Keys = [_keys.Secret(3)] }, chance: null,
            NullLogger.Instance));

        refused.Error.ShouldBe(ErrorTable.Conflict);
        refused.Fix.ShouldContain("keys/witness.key");
    }

    [Fact]
    public async Task Restore_OfAnAnchorOfALedgerWithHandovers_GoesOnWithThem()
    {
        await RotateThriceAsync();
        using var anchor = new AnchorFolder(_folder.PathOf("anchor"));
        await new AnchorPush(Log, [_keys.Key(Origin, 0)], anchor).RunAsync();
        var handovers = LogHandovers.Read(await anchor.Log.ReadHandoversAsync());

        await new LedgerRestore(anchor.Log, new AuditOptions { Keys = [_keys.Key(Origin, 0)], Handovers = handovers })
            .IntoFolderAsync(_folder.PathOf("restored"));

        await _ledger!.DisposeAsync();
        await _store.DisposeAsync();
        _store = SqliteLedgerStore.Open(_folder.PathOf("restored"));
        await OpenAsync();
        await _ledger.AppendAsync(SomeNotes.Of("if://agent/a/0", "op"));
        (await AuditAsync(Log, [_keys.Key(Origin, 0)])).Fault.ShouldBeNull();
        (await _store.LoadHandoversAsync()).Count.ShouldBe(3);
    }

    private async Task OpenAsync() =>
        _ledger = await Ledger.OpenAsync(_store, _options, chance: null, NullLogger.Instance);

    private async Task RotateThriceAsync()
    {
        await OpenAsync();
        for (var number = 1; number <= 3; number++)
        {
            for (var i = 0; i < 40; i++)
            {
                await _ledger!.AppendAsync(SomeNotes.Of("if://agent/a/0", "op"));
                _seen.Add(_ledger.Head.Checkpoint);
            }

            _keys.Staged.Add(number);
            await _ledger!.HandOverAsync(_keys.Secret(number), SomeNotes.Of("if://agent/operator/0", "x"));
            _seen.Add(_ledger.Head.Checkpoint);
        }

        await _ledger!.AppendAsync(SomeNotes.Of("if://agent/a/0", "op"));
    }

    private static async Task<VerifyReport> AuditAsync(
        ILogSource log, IReadOnlyList<NoteKey> known, SignedNote? earlier = null) =>
        await new LogAudit(log, new AuditOptions
        {
            Keys = known,
            Handovers = LogHandovers.Read(await log.ReadHandoversAsync()),
            Earlier = earlier,
        }).RunAsync();

    private static SignedNote NoteOf(string text)
    {
        SignedNote.TryParse(Encoding.UTF8.GetBytes(text), out var note).ShouldBeTrue();
        return note;
    }

    private static long SizeOf(string text)
    {
        Checkpoint.TryParse(NoteOf(text).Text, out var checkpoint).ShouldBeTrue();
        return checkpoint.Size;
    }
}
