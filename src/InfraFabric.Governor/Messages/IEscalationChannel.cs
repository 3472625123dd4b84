using InfraFabric.Governor.Escalation;

namespace InfraFabric.Governor.Messages;

/// <summary>
/// A way to a human. Whatever it throws means that the message may not have arrived: then it is sent again, under the
/// same id, so that whoever receives it twice can tell.
/// </summary>
public interface IEscalationChannel
{
    /// <summary>The name that it has in the configuration.</summary>
    string Name { get; }

    /// <summary>The least that it tells of.</summary>
    EscalationSeverity Least { get; }

    /// <summary>Returns once the message is somebody else's.</summary>
    Task SendAsync(EscalationMessage message, CancellationToken cancellationToken);
}
