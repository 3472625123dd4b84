namespace InfraFabric.Api.Calls;

/// <summary>
/// Calls about the breakers of swarms. They are for operators: none is offered to agents as a tool.
/// </summary>
public static class BreakerCalls
{
    public static readonly ApiCall List = new("breaker_list", "GET", "/v1/breakers", "tasks:read",
        "Lists the breakers that are not closed: which swarm is stopped, since when, and why.")
    {
        Query =
        [
            new ApiParameter("after", "Only swarms after this name: the page before names it."),
            ApiParameter.Number("limit", "Breakers on the page, 1 to 1000; 100 if it is not given."),
        ],
        Gives = json => json.BreakerPageBody,
    };

    public static readonly ApiCall Open = new("breaker_open", "POST", "/v1/breakers/{swarm}/open", "operate",
        "Opens a swarm's breaker: it gets no more work and no more money until a person has it reset.")
    {
        Gives = json => json.BreakerMovedBody,
        IsDestructive = true,
        IsIdempotent = true,
    };

    public static readonly ApiCall Reset = new("breaker_reset", "POST", "/v1/breakers/{swarm}/reset", "operate",
        "Has an open breaker tried again. Where a person has confirmed it, it is half-open at once, and closed by the"
        + " first thing that goes well; else it waits for the approval of another operator.")
    {
        Takes = json => json.BreakerResetBody,
        Gives = json => json.BreakerMovedBody,
        IsIdempotent = true,
    };

    public static readonly ApiCall Approve = new(
        "breaker_approve", "POST", "/v1/approvals/{approval}/approve", "operate",
        "Approves a reset that another operator has asked for. Who asked for it cannot approve it.")
    {
        Gives = json => json.BreakerMovedBody,
    };
}
