using System.Text;
using InfraFabric.Core.Json;
using InfraFabric.Core.Units;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Conformance;
using InfraFabric.Witness.Entries;

namespace InfraFabric.Witness.Tests.Ledgers;

/// <summary>The bytes of an entry are canonical JSON, and nothing secret stands in them.</summary>
public sealed class EntryFormTests
{
    private static readonly LedgerEntry Full = new()
    {
        Sequence = 7,
        Trace = SomeNotes.Trace,
        Actor = "if://agent/a/0",
        Component = "coordinator",
        Operation = "task.claim",
        Subject = "tasks/1",
        Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero).AddTicks(9),
        Why = "quotes \" and \\ and \u0001 and \u20ac and \U0001F600 and \u2028",
        Stage = NoteStage.Check,
        Outcome = "denied",
        Severity = NoteSeverity.High,
        Fence = 42,
        Cost = Money.FromMicroUsd(1_500_000),
        Position = new NotePosition(99, 2),
        Parameters = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2", ["\u20ac"] = "3" },
        Personal = new Dictionary<string, string> { ["mail"] = "sha256:00" },
    };

    [Fact]
    public void Bytes_OfAnEntry_AreItsCanonicalJson()
    {
        var bytes = BytesOf(Full);

        CanonicalJson.FromUtf8(bytes).ShouldBe(bytes);
        EntryForm.Read(bytes).ShouldBeEquivalentTo(Full);
    }

    [Fact]
    public void Bytes_OfParametersInAnyOrder_AreTheSame() =>
        BytesOf(Full with { Parameters = Full.Parameters!.Reverse().ToDictionary() }).ShouldBe(BytesOf(Full));

    [Fact]
    public void Bytes_OfTheLeast_HaveNoEmptyMembers()
    {
        var bytes = BytesOf(Full with
        {
            Why = null,
            Fence = null,
            Cost = null,
            Parameters = null,
            Personal = null,
        });

        CanonicalJson.FromUtf8(bytes).ShouldBe(bytes);
        Encoding.UTF8.GetString(bytes).ShouldNotContain("null");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"actor\":1}")]
    public void Bytes_OfAnythingElse_AreNoEntry(string text) =>
        Should.Throw<InvalidDataException>(() => EntryForm.Read(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("called with Authorization: Bearer abcdefghijklmnop", "abcdefghijklmnop")]
    [InlineData("used sk-proj-abcdefghijklmnop for it", "sk-proj")]
    [InlineData("password=hunter22 was wrong", "hunter22")]
    [InlineData("paid with 4111 1111 1111 1111 today", "4111")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIabc\n-----END PRIVATE KEY-----", "MIIabc")]
    [InlineData("ghp_abcdefghijklmnopqrstuvwxyz0123456789", "ghp_")]
    public void Text_ThatHoldsASecret_IsBlottedOut(string text, string secret)
    {
        Redactor.Clean(text)!.ShouldNotContain(secret);
        Redactor.Clean(text)!.ShouldContain(Redactor.Blot);
    }

    [Theory]
    [InlineData("because the tests were slow")]
    [InlineData("moved 1234567890123 bytes of the token bucket")]
    [InlineData("task 0198c5a2-1f00-7abc-8def-0123456789ab, order 4111 1111 1111 1112")]
    [InlineData("task 41111111-1111-1111-8000-000000000000 is done")]
    public void Text_ThatHoldsNone_StaysAsItIs(string text) => Redactor.Clean(text).ShouldBe(text);

    [Fact]
    public void Parameter_WhoseNameIsSecret_IsBlottedOutWhateverItHolds() =>
        Redactor.Clean(new Dictionary<string, string> { ["api_key"] = "x", ["model"] = "small" })
            .ShouldBe(new Dictionary<string, string> { ["api_key"] = Redactor.Blot, ["model"] = "small" });

    private static byte[] BytesOf(LedgerEntry entry)
    {
        using var writer = new CanonicalWriter();
        EntryForm.Write(entry, writer);
        return writer.Written.ToArray();
    }
}
