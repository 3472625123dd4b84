using System.Text;
using InfraFabric.Core.Crypto;
using InfraFabric.Witness.Cosigning;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Tests.Verifying;

namespace InfraFabric.Witness.Tests.Cosigning;

/// <summary>What a log sends to a cosigner, and what comes of it (C2SP tlog-witness).</summary>
public sealed class CosignRequestTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly SigningKey _secret = SigningKey.FromSeed([.. Enumerable.Repeat((byte)9, 32)]);

    private NoteKey Signer => NoteKey.Of("w.example", NoteKeyKind.Cosignature, _secret.VerifyKey);

    private Cosigner Cosigner => new(Signer, _secret, new CosignedLogs(_folder.Path), TimeProvider.System);

    public void Dispose()
    {
        _secret.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task TryParse_OfWhatIsSent_IsTheSame()
    {
        var request = await RequestAsync(300, SomeLog.Of(700));

        CosignRequest.TryParse(Encoding.UTF8.GetBytes(request.ToString()), out var read).ShouldBeTrue();

        read.OldSize.ShouldBe(300);
        read.Proof.ShouldBe(request.Proof);
        read.ToString().ShouldBe(request.ToString());
    }

    [Fact]
    public async Task TryParse_OfWhatWasChanged_IsNoneOrSomethingElse()
    {
        var whole = Encoding.UTF8.GetBytes((await RequestAsync(300, SomeLog.Of(700))).ToString());
        for (var i = 0; i < whole.Length; i++)
        {
            var changed = whole.ToArray();
            changed[i] ^= 1;

            if (CosignRequest.TryParse(changed, out var read))
                Encoding.UTF8.GetBytes(read.ToString()).ShouldBe(changed);
            CosignRequest.TryParse(whole.AsSpan(0, i), out var part).ShouldBe(part is not null);
            if (part is not null)
                Encoding.UTF8.GetBytes(part.ToString()).ShouldBe(whole[..i]);
        }
    }

    [Theory]
    [InlineData("old 01\n\n")]
    [InlineData("old -1\n\n")]
    [InlineData("old 99999999999999999999\n\n")]
    [InlineData("new 1\n\n")]
    [InlineData("old 1\nAAAA\n\n")]
    [InlineData("old 1\n")]
    public void TryParse_OfAnotherBeginning_IsRefused(string beginning) =>
        CosignRequest.TryParse(Encoding.UTF8.GetBytes(beginning + SomeLog.Of(1).Publish()), out _).ShouldBeFalse();

    [Fact]
    public void TryParse_OfTooManyHashes_IsRefused()
    {
        var hashes = string.Concat(Enumerable.Repeat($"{Convert.ToBase64String(new byte[32])}\n", 64));

        CosignRequest.TryParse(Encoding.UTF8.GetBytes($"old 1\n{hashes}\n{SomeLog.Of(1).Publish()}"), out _)
            .ShouldBeFalse();
    }

    [Fact]
    public async Task Answer_ToALogThatGrows_CosignsEach()
    {
        var old = 0;
        foreach (var size in new[] { 1, 2, 255, 256, 257, 700, 700 })
        {
            var log = SomeLog.Of(size);

            var reply = Cosigner.Answer(await RequestAsync(old, log), [SomeLog.Key]);

            reply.Verdict.ShouldBe(CosignVerdict.Cosigned);
            reply.Cosigned!.CosignedBy(Signer).ShouldNotBeNull();
            reply.Cosigned.Signatures.Count.ShouldBe(1);
            old = size;
        }
    }

    [Fact]
    public async Task Answer_ToWhatIsNotNext_SaysWhichOneIs()
    {
        Cosigner.Answer(await RequestAsync(0, SomeLog.Of(300)), [SomeLog.Key]);

        Cosigner.Answer(await RequestAsync(0, SomeLog.Of(400)), [SomeLog.Key])
            .ShouldBe(new CosignReply(CosignVerdict.OtherSize, 300));
        Cosigner.Answer(await RequestAsync(200, SomeLog.Of(299)), [SomeLog.Key])
            .ShouldBe(new CosignReply(CosignVerdict.OtherSize, 300));
        Cosigner.Answer(new CosignRequest(301, [], SomeLog.Of(300).Publish()), [SomeLog.Key]).Verdict
            .ShouldBe(CosignVerdict.Shrunk);
    }

    [Theory]
    [InlineData(300, CosignVerdict.OtherRoot)]
    [InlineData(700, CosignVerdict.Inconsistent)]
    public async Task Answer_ToAnotherView_IsRefusedWithBothNotes(int size, CosignVerdict verdict)
    {
        var seen = SomeLog.Of(300);
        Cosigner.Answer(await RequestAsync(0, seen), [SomeLog.Key]);
        var forked = SomeLog.Of(size, entries => entries[20] = entries[20] with { Outcome = "denied" });
        var request = await RequestAsync(300, forked);

        var reply = Cosigner.Answer(request, [SomeLog.Key]);

        reply.Verdict.ShouldBe(verdict);
        reply.Cosigned.ShouldBeNull();
        reply.Views!.Earlier.ShouldBe(seen.Publish().ToString());
        reply.Views.Later.ShouldBe(request.Note.ToString());
        Cosigner.Answer(await RequestAsync(300, SomeLog.Of(301)), [SomeLog.Key]).Verdict
            .ShouldBe(CosignVerdict.Cosigned);
    }

    [Fact]
    public async Task Answer_ToAStranger_IsNoCosignature()
    {
        var other = NoteKey.Of(SomeLog.Origin, NoteKeyKind.Ed25519, _secret.VerifyKey);
        var elsewhere = NoteKey.Of("other.example", NoteKeyKind.Ed25519, SomeLog.Secret.VerifyKey);
        var request = await RequestAsync(0, SomeLog.Of(3));

        Cosigner.Answer(request, [other]).Verdict.ShouldBe(CosignVerdict.NotSigned);
        Cosigner.Answer(request, [elsewhere]).Verdict.ShouldBe(CosignVerdict.UnknownLog);
    }

    private static async Task<CosignRequest> RequestAsync(int old, SomeLog log)
    {
        var proof = old == 0 || old >= log.Entries.Count
            ? []
            : await new TreeReader(log, log.Entries.Count).ProveConsistencyAsync(old);
        return new CosignRequest(old, proof, log.Publish());
    }
}
