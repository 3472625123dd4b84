namespace InfraFabric.Api.Calls;

/// <summary>Calls about swarms.</summary>
public static class SwarmCalls
{
    public static readonly ApiCall Register = new("swarm_register", "PUT", "/v1/swarms/{swarm}", "swarm",
        "Registers a swarm and begins a session. A session that it had ends, and its tasks go back to the queue.")
    {
        Takes = json => json.RegisterBody,
        Gives = json => json.SessionBody,
        IsDestructive = true,
    };

    public static readonly ApiCall List = new("swarm_list", "GET", "/v1/swarms", "tasks:read",
        "Lists swarms in the order of their names.")
    {
        Gives = json => json.SwarmPageBody,
        Query =
        [
            new ApiParameter("after", "Only swarms after this name: the page before names it."),
            ApiParameter.Number("limit", "Swarms on the page, 1 to 1000; 100 if it is not given."),
        ],
    };

    public static readonly ApiCall Show = new("swarm_show", "GET", "/v1/swarms/{swarm}", "tasks:read",
        "Shows a swarm with the tasks that it owns and those that are assigned to it.")
    {
        Gives = json => json.SwarmBody,
    };

    public static readonly ApiCall Events = new("swarm_events", "GET", "/v1/swarms/{swarm}/events", "swarm",
        "Streams what concerns a swarm as Server-Sent Events: assignments, withdrawals, ended claims; blockers, if it"
        + " orchestrates. The stream is the session's sign of life. Resume with Last-Event-ID.")
    {
        GivesMediaType = ApiCall.EventStream,
        Query = [ApiParameter.Number("session", "The session, as registering answered.") with { IsRequired = true }],
    };

    public static readonly ApiCall Heartbeat = new("swarm_heartbeat", "POST", "/v1/swarms/{swarm}/heartbeat", "swarm",
        "A sign of life, for a swarm that has no event stream open.")
    {
        Takes = json => json.SessionRefBody,
        Gives = json => json.SessionBody,
        ChangesNothing = true,
        IsIdempotent = true,
    };

    public static readonly ApiCall Leave = new("swarm_leave", "POST", "/v1/swarms/{swarm}/leave", "swarm",
        "Ends the session; what the swarm still owns goes back to the queue.")
    {
        Takes = json => json.SessionRefBody,
        IsDestructive = true,
        IsIdempotent = true,
    };

    public static readonly ApiCall Drain = new("swarm_drain", "POST", "/v1/swarms/{swarm}/drain", "swarm",
        "Gives a swarm nothing new, so that it can finish what it has; or work again.")
    {
        Takes = json => json.DrainBody,
        MayLackBody = true,
        Gives = json => json.SwarmBody,
        IsIdempotent = true,
    };

    public static readonly ApiCall Status = new("coordinator_status", "GET", "/v1/coordinator/status", "tasks:read",
        "How the coordinator stands: backend, members, swarms, tasks by state, claims of the last minute, lag.")
    {
        Gives = json => json.StatusBody,
    };
}
