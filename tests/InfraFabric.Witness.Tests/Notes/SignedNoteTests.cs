using System.Text;
using InfraFabric.Core.Crypto;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;

namespace InfraFabric.Witness.Tests.Notes;

/// <summary>Notes are in the form of C2SP's signed-note, and any change of one is seen.</summary>
public sealed class SignedNoteTests
{
    private static readonly SigningKey Secret = SigningKey.FromSeed(new byte[32]);
    private static readonly NoteKey Signer = NoteKey.Of("example.org/log", NoteKeyKind.Ed25519, Secret.VerifyKey);
    private static readonly NoteKey Cosigner = NoteKey.Of("w.example.org", NoteKeyKind.Cosignature, Secret.VerifyKey);

    [Fact]
    public void Key_OfTheGoPackagesExample_HasItsId()
    {
        // The example in the documentation of golang.org/x/mod/sumdb/note.
        const string Text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

        NoteKey.TryParse(Text, out var key).ShouldBeTrue();

        key.Name.ShouldBe("PeterNeumann");
        key.Id.ShouldBe(0xc74f20a3);
        key.ToString().ShouldBe(Text);
    }

    [Fact]
    public void Note_OfTheGoPackagesExample_IsSignedByItsKey()
    {
        NoteKey.TryParse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", out var key)
            .ShouldBeTrue();
        const string Text = "If you think cryptography is the answer to your problem,\n"
            + "then you don't know what your problem is.\n\n"
            + "\u2014 PeterNeumann "
            + "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

        SignedNote.TryParse(Encoding.UTF8.GetBytes(Text), out var note).ShouldBeTrue();

        note.IsSignedBy(key!).ShouldBeTrue();
        note.ToString().ShouldBe(Text);
    }

    [Fact]
    public void Note_WithAnyBitOfItChanged_IsNotSigned()
    {
        var checkpoint = new Checkpoint("example.org/log", 7, TreeHash.Empty);
        var bytes = Encoding.UTF8.GetBytes(SignedNote.Sign(checkpoint.ToString(), Signer, Secret).ToString());
        SignedNote.TryParse(bytes, out var whole).ShouldBeTrue();
        whole.IsSignedBy(Signer).ShouldBeTrue();

        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var changed = bytes.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            (SignedNote.TryParse(changed, out var note) && note.IsSignedBy(Signer)).ShouldBeFalse($"bit {bit}");
        }
    }

    [Fact]
    public void Cosignature_HoldsForItsKeyAndTimeOnly()
    {
        var seen = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        var note = SignedNote.Sign(new Checkpoint("example.org/log", 7, TreeHash.Empty).ToString(), Signer, Secret)
            .Cosign(Cosigner, Secret, seen);
        SignedNote.TryParse(Encoding.UTF8.GetBytes(note.ToString()), out var read).ShouldBeTrue();

        read.CosignedBy(Cosigner).ShouldBe(seen);
        read.IsSignedBy(Signer).ShouldBeTrue();
        read.CosignedBy(Signer).ShouldBeNull();
        read.IsSignedBy(Cosigner).ShouldBeFalse();
        var line = read.Signatures[1];
        for (var i = 0; i < line.Bytes.Length; i++)
        {
            var changed = line.Bytes.ToArray();
            changed[i] ^= 1;
            (read with { Signatures = [line with { Bytes = changed }] }).CosignedBy(Cosigner).ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("no signature\n")]
    [InlineData("no signature\n\n")]
    [InlineData("text\n\nno dash AAAAAAAA\n")]
    [InlineData("text\n\n\u2014 name AAAAAAAA")]
    [InlineData("text\n\n\u2014 na+me AAAAAAAA\n")]
    [InlineData("text\n\n\u2014 name AAAA\n")]
    [InlineData("text\n\n\u2014 name not-base64\n")]
    [InlineData("text\r\n\n\u2014 name AAAAAAAA\n")]
    public void Note_InAnyOtherForm_IsNone(string text) =>
        SignedNote.TryParse(Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();

    [Theory]
    [InlineData("log\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", true)]
    [InlineData("log\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nmore\n", true)]
    [InlineData("log\n07\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("log\n-7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("log\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuA==\n", false)]
    [InlineData("\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("log\n7\n", false)]
    public void Checkpoint_IsReadInItsOneForm(string text, bool valid) =>
        Checkpoint.TryParse(text, out _).ShouldBe(valid);
}
