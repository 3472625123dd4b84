using InfraFabric.Core.Crypto;
using InfraFabric.Witness.Cosigning;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Tests.Verifying;

namespace InfraFabric.Witness.Tests.Cosigning;

/// <summary>Only a log that continues what was cosigned of it before is cosigned again.</summary>
public sealed class CosignerTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly SigningKey _secret = SigningKey.FromSeed([.. Enumerable.Repeat((byte)9, 32)]);

    private NoteKey Signer => NoteKey.Of("w.example", NoteKeyKind.Cosignature, _secret.VerifyKey);

    public void Dispose()
    {
        _secret.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Cosign_OfALogThatGrows_SignsEachOnce()
    {
        foreach (var size in new[] { 1, 2, 255, 256, 257, 700, 700 })
        {
            var log = SomeLog.Of(size);

            var outcome = await CosignAsync(log, log.Publish());

            outcome.Fault.ShouldBeNull();
            outcome.Note!.CosignedBy(Signer).ShouldNotBeNull();
            outcome.Note.IsSignedBy(SomeLog.Key).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Cosign_OfAnOlderView_IsRefused()
    {
        await CosignAsync(SomeLog.Of(300), SomeLog.Of(300).Publish());

        var outcome = await CosignAsync(SomeLog.Of(299), SomeLog.Of(299).Publish());

        outcome.Note.ShouldBeNull();
        outcome.Fault!.Reason.ShouldContain("300 were cosigned already");
        outcome.Fork.ShouldBeNull();
    }

    [Theory]
    [InlineData(300)]
    [InlineData(301)]
    [InlineData(900)]
    public async Task Cosign_OfAnotherView_IsRefusedWithBothNotes(int size)
    {
        var seen = SomeLog.Of(300).Publish();
        await CosignAsync(SomeLog.Of(300), seen);
        var forked = SomeLog.Of(size, entries => entries[20] = entries[20] with { Outcome = "denied" });

        var outcome = await CosignAsync(forked, forked.Publish());

        outcome.Note.ShouldBeNull();
        outcome.Fork!.Earlier.ShouldBe(seen.ToString());
        (await CosignAsync(SomeLog.Of(301), SomeLog.Of(301).Publish())).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task Cosign_OfALogWithDamagedTiles_IsRefusedAndNoFork()
    {
        await CosignAsync(SomeLog.Of(300), SomeLog.Of(300).Publish());
        var log = SomeLog.Of(400);
        var note = log.Publish();
        log.Files["tile/0/001.p/144"][5] ^= 1;

        var outcome = await CosignAsync(log, note);

        outcome.Note.ShouldBeNull();
        outcome.Fork.ShouldBeNull();
    }

    [Fact]
    public async Task Cosign_WithoutTiles_IsDoneForTheFirstOnly()
    {
        (await CosignAsync(null, SomeLog.Of(300).Publish())).Note.ShouldNotBeNull();

        (await CosignAsync(null, SomeLog.Of(301).Publish())).Fault!.Reason.ShouldContain("without its tiles");
    }

    [Fact]
    public async Task Cosign_UnderAnotherKeyThatNobodyVouchesFor_IsRefused()
    {
        await CosignAsync(SomeLog.Of(300), SomeLog.Of(300).Publish());
        var other = NoteKey.Of(SomeLog.Origin, NoteKeyKind.Ed25519, _secret.VerifyKey);
        var log = SomeLog.Of(400);
        var note = SignedNote.Sign(log.Publish().Text, other, _secret);

        (await Cosigner.CosignAsync(note, [other], areTrusted: false, log)).Fault!.Reason.ShouldContain("another key");
        (await Cosigner.CosignAsync(note, [other], areTrusted: true, log)).Note.ShouldNotBeNull();
    }

    private Cosigner Cosigner => new(Signer, _secret, new CosignedLogs(_folder.Path), TimeProvider.System);

    private ValueTask<CosignOutcome> CosignAsync(SomeLog? log, SignedNote note) =>
        Cosigner.CosignAsync(note, [SomeLog.Key], areTrusted: false, log);
}
