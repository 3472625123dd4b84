namespace InfraFabric.Api.Escalation;

/// <summary>Something that a person must look after.</summary>
public sealed record EscalationBody
{
    public required string Id { get; init; }

    /// <summary>What it is about, such as <c>breaker</c>, <c>no_help</c>, <c>stalled</c> or <c>approval</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The key of the record that it is about.</summary>
    public required string Subject { get; init; }

    /// <summary><c>low</c>, <c>medium</c>, <c>high</c> or <c>critical</c>.</summary>
    public required string Severity { get; init; }

    /// <summary>What happened, why, and what can be done.</summary>
    public required string Text { get; init; }

    /// <summary>Whose doing it is.</summary>
    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Finds in the ledger all that belongs to it.</summary>
    public string? Trace { get; init; }

    /// <summary><c>open</c> or <c>closed</c>.</summary>
    public required string State { get; init; }

    /// <summary>What was done about it.</summary>
    public string? Answer { get; init; }

    /// <summary>Who closed it.</summary>
    public string? ClosedBy { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>What became of it in the channels; left out in lists.</summary>
    public IReadOnlyList<MessageBody>? Messages { get; init; }
}
