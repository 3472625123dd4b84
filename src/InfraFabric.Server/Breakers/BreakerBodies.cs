using InfraFabric.Api.Breakers;
using InfraFabric.Core.Ids;
using InfraFabric.Governor.Breakers;

namespace InfraFabric.Server.Breakers;

/// <summary>Breakers as the API shows them.</summary>
internal static class BreakerBodies
{
    public static BreakerBody From(BreakerStatus breaker) => new()
    {
        Swarm = breaker.Swarm.Text,
        State = NameOf(breaker.State),
        Reason = breaker.Reason.Name(),
        Detail = breaker.Detail,
        Since = breaker.Since,
        By = breaker.By,
        Escalation = breaker.Escalation,
        ApprovedBy = breaker.ApprovedBy,
        Asked = breaker.Asked is { } ask ? new ResetAskBody(ask.Id, ask.By, ask.At, ask.Why, ask.Close) : null,
        Revision = breaker.Revision,
    };

    public static BreakerMovedBody Moved(SwarmName swarm, BreakerStatus? breaker) => breaker is null
        ? new BreakerMovedBody(swarm.Text, "closed", null)
        : new BreakerMovedBody(swarm.Text, NameOf(breaker.State), From(breaker));

    private static string NameOf(BreakerState state) => state == BreakerState.Open ? "open" : "half_open";
}
