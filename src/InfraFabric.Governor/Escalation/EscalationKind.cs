namespace InfraFabric.Governor.Escalation;

/// <summary>
/// What an escalation is about. They are texts and no closed set, so that one which a newer server has written is told
/// by an older one too.
/// </summary>
public static class EscalationKind
{
    /// <summary>A swarm's breaker opened.</summary>
    public const string Breaker = "breaker";

    /// <summary>Nobody is qualified to help.</summary>
    public const string NoHelp = "no_help";

    /// <summary>A budget stands in the way of work.</summary>
    public const string Budget = "budget";

    /// <summary>A claim makes no progress, or tasks wait for each other in a circle.</summary>
    public const string Stalled = "stalled";

    /// <summary>Somebody asks for an approval.</summary>
    public const string Approval = "approval";
}
