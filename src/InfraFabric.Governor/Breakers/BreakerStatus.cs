using InfraFabric.Core.Ids;

namespace InfraFabric.Governor.Breakers;

/// <summary>A breaker that is not closed, as it is shown.</summary>
public sealed record BreakerStatus
{
    internal BreakerStatus(SwarmName swarm, BreakerRecord breaker, long revision)
    {
        Swarm = swarm;
        State = breaker.State;
        Reason = breaker.Reason;
        Detail = breaker.Detail;
        Since = breaker.Since;
        By = breaker.By;
        Escalation = breaker.Escalation;
        ApprovedBy = breaker.ApprovedBy;
        Asked = breaker.Asked;
        Revision = revision;
    }

    public SwarmName Swarm { get; }

    public BreakerState State { get; }

    public BreakerReason Reason { get; }

    /// <summary>What opened it, in words.</summary>
    public string Detail { get; }

    public DateTimeOffset Since { get; }

    /// <summary>Whose doing it was that it opened.</summary>
    public string By { get; }

    /// <summary>The escalation that told a human of it.</summary>
    public string? Escalation { get; }

    /// <summary>Who approved that it be tried again.</summary>
    public string? ApprovedBy { get; }

    /// <summary>A reset that waits for somebody else's approval.</summary>
    public ResetAsk? Asked { get; }

    public long Revision { get; }
}
