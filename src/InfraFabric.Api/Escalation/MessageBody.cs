namespace InfraFabric.Api.Escalation;

/// <summary>A message that tells of escalations.</summary>
public sealed record MessageBody
{
    /// <summary>The channel and the number.</summary>
    public required string Message { get; init; }

    /// <summary><c>waiting</c>, <c>sent</c>, or <c>dead</c>: given up until somebody sends it again.</summary>
    public required string State { get; init; }

    /// <summary>The gravest of what it tells of.</summary>
    public required string Severity { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>How many escalations it tells of.</summary>
    public required int Count { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Error { get; init; }

    /// <summary>When it arrived, or was given up.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
