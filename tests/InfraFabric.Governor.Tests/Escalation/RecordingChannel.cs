using InfraFabric.Governor.Escalation;
using InfraFabric.Governor.Messages;

namespace InfraFabric.Governor.Tests.Escalation;

/// <summary>A channel that keeps what it is given, unless it is down.</summary>
internal sealed class RecordingChannel(string name, EscalationSeverity least = EscalationSeverity.Low)
    : IEscalationChannel
{
    private readonly List<EscalationMessage> _sent = [];

    public string Name => name;

    public EscalationSeverity Least => least;

    /// <summary>Whether nothing gets through.</summary>
    public bool IsDown { get; set; }

    /// <summary>When it was tried.</summary>
    public List<DateTimeOffset> Tried { get; } = [];

    public IReadOnlyList<EscalationMessage> Sent => _sent;

    public required TimeProvider Time { get; init; }

    public Task SendAsync(EscalationMessage message, CancellationToken cancellationToken)
    {
        Tried.Add(Time.GetUtcNow());
        if (IsDown)
            throw new InvalidOperationException("nobody listens");
        _sent.Add(message);
        return Task.CompletedTask;
    }
}
