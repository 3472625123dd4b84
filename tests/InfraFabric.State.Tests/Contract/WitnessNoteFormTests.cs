using FsCheck;
using FsCheck.Fluent;
using InfraFabric.State.Conformance;
using InfraFabric.State.Contract;

namespace InfraFabric.State.Tests.Contract;

public sealed class WitnessNoteFormTests
{
    [Fact]
    public void Decode_OfWhatWasEncoded_IsTheSameNote() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(),
        ArbMap.Default.ArbFor<string?>(),
        ArbMap.Default.ArbFor<NonNegativeInt>(),
        (subject, why, fence) =>
        {
            var note = Some.Note(Sound(subject.Get)) with { Why = why is null ? null : Sound(why), Fence = fence.Get };

            WitnessNoteForm.Decode(WitnessNoteForm.Encode(note)).ShouldBe(note);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decode_AFieldOfALaterVersion_IsPassedOver()
    {
        byte[] later = [.. WitnessNoteForm.Encode(Some.Note()), 99, 3, 1, 2, 3];

        WitnessNoteForm.Decode(later).ShouldBe(Some.Note());
    }

    [Fact]
    public void Decode_CutOffAnywhere_Throws()
    {
        var whole = WitnessNoteForm.Encode(Some.Note());

        for (var length = 0; length < whole.Length; length++)
        {
            var cut = whole[..length];
            Should.Throw<InvalidDataException>(() => WitnessNoteForm.Decode(cut));
        }
    }

    // Half of a surrogate pair has no form in UTF-8.
    private static string Sound(string text) => new([.. text.Where(c => !char.IsSurrogate(c))]);
}
