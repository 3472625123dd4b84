using InfraFabric.Governor.Escalation;

namespace InfraFabric.Governor.Messages;

/// <summary>A message as it is shown.</summary>
public sealed record MessageStatus
{
    internal MessageStatus(string channel, long number, MessageRecord message)
    {
        Channel = channel;
        Number = number;
        State = message.State;
        Severity = message.Severity;
        At = message.At;
        Count = message.Count;
        Attempts = message.Attempts;
        Error = message.Error;
        EndedAt = message.EndedAt;
    }

    public string Channel { get; }

    public long Number { get; }

    public string Id => MessageRecord.IdOf(Channel, Number);

    public MessageState State { get; }

    public EscalationSeverity Severity { get; }

    public DateTimeOffset At { get; }

    /// <summary>How many escalations it tells of.</summary>
    public int Count { get; }

    public int Attempts { get; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Error { get; }

    public DateTimeOffset? EndedAt { get; }
}
