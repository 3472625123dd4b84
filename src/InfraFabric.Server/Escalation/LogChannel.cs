using InfraFabric.Governor.Escalation;
using InfraFabric.Governor.Messages;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Escalation;

/// <summary>Whoever reads the log of the server.</summary>
internal sealed partial class LogChannel(string name, EscalationSeverity least, ILogger<LogChannel> logger)
    : IEscalationChannel
{
    public string Name => name;

    public EscalationSeverity Least => least;

    public Task SendAsync(EscalationMessage message, CancellationToken cancellationToken)
    {
        LogEscalation(logger, EscalationText.SubjectOf(message), EscalationText.BodyOf(message));
        return Task.CompletedTask;
    }
}
