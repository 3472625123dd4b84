using System.Text;
using InfraFabric.Core.Ids;
using InfraFabric.Governor.Escalation;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Tests.Escalation;

public sealed class EscalationDraftTests
{
    private static readonly Cause Cause = new(
        "if://agent/spender/1", TraceToken.Parse("0198c5a2-1f00-7abc-8def-0123456789ab"));

    private static readonly DateTimeOffset At = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void ToWrite_Always_IsTheRecordThatOthersRead()
    {
        var draft = new EscalationDraft(
            EscalationKind.Breaker, "breakers/s1", EscalationSeverity.High, "It \"opened\".");

        var write = draft.ToWrite(EscalationId.Parse("0198c5a2-1f00-7abc-8def-0123456789ac"), Cause, At);

        write.Key.Text.ShouldBe("escalations/0198c5a2-1f00-7abc-8def-0123456789ac");
        Encoding.UTF8.GetString(write.Value.Span).ShouldBe("""
            {"kind":"breaker","subject":"breakers/s1","severity":"high","text":"It \"opened\".",
            "by":"if://agent/spender/1","at":"2026-11-21T12:00:00+00:00",
            "trace":"0198c5a2-1f00-7abc-8def-0123456789ab","state":"open"}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public void ToWrite_TextBeyondTheLimit_IsCut()
    {
        var draft = new EscalationDraft("other", "tasks/1", EscalationSeverity.Low, new string('x', 5000));

        var write = draft.ToWrite(EscalationId.New(new IdSource(TimeProvider.System)), Cause, At);

        Encoding.UTF8.GetString(write.Value.Span).ShouldContain(
            $"\"text\":\"{new string('x', GovernorLimits.MaxEscalationText - 1)}…\"");
    }
}
