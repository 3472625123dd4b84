using System.Text.Json.Serialization;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Escalation;

/// <summary>
/// Something that a human must hear of, under <c>escalations/{id}</c>. It is written by the commit that it is about, so
/// that it is there whatever fails afterwards. What became of it in each channel stands with the messages.
/// </summary>
internal sealed record EscalationRecord
{
    public required string Kind { get; init; }

    /// <summary>The key of the record that it is about.</summary>
    public required string Subject { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required EscalationSeverity Severity { get; init; }

    /// <summary>What happened, why, and what the human can do.</summary>
    public required string Text { get; init; }

    /// <summary>Whose doing it is: the name whose quota it counts against.</summary>
    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Finds in the ledger all that belongs to it.</summary>
    public string? Trace { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public EscalationState State { get; init; }

    /// <summary>What the human said who closed it.</summary>
    public string? Answer { get; init; }

    public string? ClosedBy { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The same, looked after by somebody who says what they did.</summary>
    public EscalationRecord Closed(Cause cause, DateTimeOffset at) => this with
    {
        State = EscalationState.Closed,
        Answer = cause.Why,
        ClosedBy = cause.Actor,
        ClosedAt = at,
    };
}
