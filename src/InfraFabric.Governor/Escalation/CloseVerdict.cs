namespace InfraFabric.Governor.Escalation;

/// <summary>How the wish to close an escalation, or to send a message again, ended.</summary>
public enum CloseVerdict
{
    /// <summary>It is done, or was already.</summary>
    Done,

    /// <summary>There is no such thing, or no longer.</summary>
    NotFound,

    /// <summary>It is not in a state in which that makes sense: the message has arrived.</summary>
    NotDead,
}
