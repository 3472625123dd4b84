using InfraFabric.Governor.Escalation;
using InfraFabric.Governor.Messages;

namespace InfraFabric.Server.Escalation;

/// <summary>Whoever sits before the server.</summary>
internal sealed class ConsoleChannel(string name, EscalationSeverity least, TextWriter output) : IEscalationChannel
{
    public string Name => name;

    public EscalationSeverity Least => least;

    public async Task SendAsync(EscalationMessage message, CancellationToken cancellationToken)
    {
        var text = $"{EscalationText.SubjectOf(message)}\n{EscalationText.BodyOf(message)}";
        await output.WriteLineAsync(text.AsMemory(), cancellationToken);
        await output.FlushAsync(cancellationToken);
    }
}
