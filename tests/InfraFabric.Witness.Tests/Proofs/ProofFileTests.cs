using System.Text;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Proofs;
using InfraFabric.Witness.Tests.Verifying;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Witness.Tests.Proofs;

/// <summary>A proof file says all by itself, and any change of it is seen.</summary>
public sealed class ProofFileTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData(65537)]
    public async Task Proof_OfAnEntryAtEveryBorder_Holds(int size)
    {
        var log = SomeLog.Of(size);
        foreach (var index in new[] { 0, 1, 255, 256, size - 2, size - 1 }.Where(index => index >= 0 && index < size))
        {
            var file = Encoding.UTF8.GetBytes(ProofFile.Write(await ProveAsync(log, index)));

            var report = ProofCheck.Verify(file, [SomeLog.Key]);

            report.Fault.ShouldBeNull();
            report.Size.ShouldBe(size);
            report.Entry!.Value.ToArray().ShouldBe(log.Entries[index]);
        }
    }

    [Fact]
    public async Task Proof_WithAnyBitOfItChanged_FailsWithTheReason()
    {
        var file = Encoding.UTF8.GetBytes(ProofFile.Write(await ProveAsync(SomeLog.Of(300), 270)));
        ProofCheck.Verify(file, []).Fault.ShouldBeNull();
        for (var bit = 0; bit < file.Length * 8; bit++)
        {
            var changed = file.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));

            ProofCheck.Verify(changed, [SomeLog.Key]).Fault.ShouldNotBeNull($"bit {bit}").Reason.ShouldNotBeEmpty();
            ProofCheck.Verify(changed, []).Fault.ShouldNotBeNull($"bit {bit}").Reason.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task Proof_WithAnyBytesCutOff_FailsWithTheReason()
    {
        var file = Encoding.UTF8.GetBytes(ProofFile.Write(await ProveAsync(SomeLog.Of(300), 270)));
        for (var length = 0; length < file.Length; length++)
            ProofCheck.Verify(file.AsMemory(0, length), []).Fault.ShouldNotBeNull($"{length} bytes");
    }

    [Fact]
    public async Task Proof_WrittenAgain_IsTheSame()
    {
        var text = ProofFile.Write(await ProveAsync(SomeLog.Of(300), 270));

        ProofFile.TryRead(Encoding.UTF8.GetBytes(text), out var proof, out _).ShouldBeTrue();

        ProofFile.Write(proof).ShouldBe(text);
        text.ShouldStartWith("c2sp.org/tlog-proof@v1\nextra ");
    }

    [Fact]
    public async Task Proof_UnderAnotherKeyThanThePinnedOne_Fails()
    {
        using var other = SigningKey.FromSeed([.. Enumerable.Repeat((byte)7, 32)]);
        var pinned = NoteKey.Of(SomeLog.Origin, NoteKeyKind.Ed25519, other.VerifyKey);
        var file = Encoding.UTF8.GetBytes(ProofFile.Write(await ProveAsync(SomeLog.Of(3), 1)));

        ProofCheck.Verify(file, [pinned]).Fault!.Reason.ShouldContain("not signed by");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public async Task Prove_OfAnEntryThatIsNotThere_SaysSo(int index)
    {
        var refused = await Should.ThrowAsync<FabricException>(() => ProveAsync(SomeLog.Of(3), index));

        refused.Error.ShouldBe(ErrorTable.NotFound);
    }

    [Fact]
    public async Task Prove_FromTilesThatAreNotThoseOfTheCheckpoint_MakesNoProof()
    {
        var log = SomeLog.Of(300);
        log.Files["tile/0/001.p/44"][5] ^= 1;

        var refused = await Should.ThrowAsync<FabricException>(() => ProveAsync(log, 3));

        refused.Error.ShouldBe(ErrorTable.LedgerDamaged);
    }

    private static async Task<EntryProof> ProveAsync(SomeLog log, long index)
    {
        SignedNote.TryParse(log.Files[LogPaths.Checkpoint], out var note).ShouldBeTrue();
        return await EntryProver.ProveAsync(log, note, SomeLog.Key, index);
    }
}
