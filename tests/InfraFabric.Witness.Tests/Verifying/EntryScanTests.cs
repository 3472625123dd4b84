using System.Text;
using InfraFabric.Core.Units;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Witness.Tests.Verifying;

/// <summary>The quick reading of entries takes nothing that the careful one refuses, and says the same.</summary>
public sealed class EntryScanTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("quotes \" and \\ and \n and \u0001 and \u001f and \u007f and \u20ac and \U0001F600")]
    [InlineData("")]
    public void Scan_OfAnEntryOfOurs_FindsItsFacts(string text)
    {
        var entry = SomeLog.EntryAt(5) with
        {
            Actor = $"if://{text}",
            Why = text,
            Fence = 42,
            Cost = Money.FromMicroUsd(0),
            Severity = NoteSeverity.Critical,
            Stage = NoteStage.Check,
            Personal = new Dictionary<string, string> { ["mail"] = "sha256:00" },
        };

        EntryScan.TryRead(SomeLog.BytesOf(entry), out var facts).ShouldBeTrue();

        facts.Sequence.ShouldBe(entry.Sequence);
        facts.Position.ShouldBe(entry.Position);
        facts.Time.ShouldBe(entry.Time);
    }

    [Fact]
    public void Scan_OfAnEntryWithAnyByteChanged_TakesNothingThatIsNoEntry()
    {
        var whole = SomeLog.BytesOf(SomeLog.EntryAt(5) with
        {
            Why = "a \" b \\ c \n d \u0001 e \u20ac",
            Fence = 100,
        });
        for (var place = 0; place < whole.Length; place++)
        {
            for (var value = 0; value < 256; value++)
            {
                var changed = whole.ToArray();
                changed[place] = (byte)value;
                if (EntryScan.TryRead(changed, out _))
                {
                    EntryScan.TryReadSlowly(changed, out _, out var problem)
                        .ShouldBeTrue($"{Encoding.UTF8.GetString(changed)}: {problem}");
                }
            }
        }
    }

    [Fact]
    public void Scan_OfAnEntryWithBytesRemoved_TakesNothingThatIsNoEntry()
    {
        var whole = SomeLog.BytesOf(SomeLog.EntryAt(5));
        for (var begin = 0; begin < whole.Length; begin++)
        {
            for (var end = begin + 1; end <= Math.Min(whole.Length, begin + 60); end++)
            {
                byte[] changed = [.. whole[..begin], .. whole[end..]];
                if (EntryScan.TryRead(changed, out _))
                    EntryScan.TryReadSlowly(changed, out _, out _).ShouldBeTrue(Encoding.UTF8.GetString(changed));
            }
        }
    }

    [Fact]
    public void Problem_OfAnEntryWithAMemberOfALaterVersion_IsNone()
    {
        var text = Encoding.UTF8.GetString(SomeLog.BytesOf(SomeLog.EntryAt(5)));
        var later = Encoding.UTF8.GetBytes(
            text.Replace(",\"why\":", ",\"weight\":1,\"why\":", StringComparison.Ordinal));

        EntryScan.TryRead(later, out _).ShouldBeFalse();
        EntryScan.ProblemOf(later).ShouldBeNull();
    }
}
