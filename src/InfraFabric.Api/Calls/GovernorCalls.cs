namespace InfraFabric.Api.Calls;

/// <summary>Calls about who can do what, for how much, and who is best for some work.</summary>
public static class GovernorCalls
{
    private const string One = "/v1/registry/{swarm}";

    private static readonly ApiParameter Limit =
        ApiParameter.Number("limit", "How many, 1 to 1000; 50 if it is not given.");

    public static readonly ApiCall List = new("registry_list", "GET", "/v1/registry", "tasks:read",
        "Lists what is known of swarms, in the order of their names: what they can do, what they cost, how they stand.")
    {
        Gives = json => json.StandingPageBody,
        Query = [new ApiParameter("after", "Only swarms after this name: the page before names it."), Limit],
    };

    public static readonly ApiCall Show = new("registry_show", "GET", One, "tasks:read",
        "Shows what is known of a swarm, and where that comes from: the policy, or what was set by hand.")
    {
        Gives = json => json.StandingBody,
    };

    public static readonly ApiCall Set = new("registry_set", "PUT", One, "operate",
        "Says what a swarm can do and what it costs, before anything that the policy or the swarm itself says. What is"
        + " left out stays as it was. The swarm need not have been here yet.")
    {
        Takes = json => json.RegistrySetBody,
        Gives = json => json.StandingBody,
        IsIdempotent = true,
    };

    public static readonly ApiCall Forget = new("registry_forget", "DELETE", One, "operate",
        "Takes back all that was set of a swarm by hand. What the policy says of it stays.")
    {
        Gives = json => json.StandingBody,
        IsDestructive = true,
        IsIdempotent = true,
    };

    public static readonly ApiCall Find = new("swarm_find", "GET", "/v1/candidates", "tasks:read",
        "Finds swarms that can do something, the best for its money first.")
    {
        Gives = json => json.CandidatesBody,
        Query =
        [
            new ApiParameter("required", "Capabilities, domain:skill each, with commas between them.")
            {
                IsRequired = true,
            },
            ApiParameter.Number("max_cost_micro_usd", "What it may cost, in millionths of a US dollar."),
            new ApiParameter("kind", "The type of the work, for the rules of the policy."),
            ApiParameter.Flag("explain", "Whether to list those as well who are no candidates, with the reason."),
            Limit,
        ],
    };

    public static readonly ApiCall Explain = new("task_explain", "GET", "/v1/tasks/{task}/candidates", "tasks:read",
        "Tells of every swarm why it could or could not take a task, or help with it if it is blocked; and who helps.")
    {
        Gives = json => json.ExplainBody,
        Query = [Limit],
    };

    public static readonly ApiCall Rehearse = new("policy_rehearse", "POST", "/v1/policy/rehearsals", "operate",
        "Decides again what was decided before, under another policy, and tells what would change. It changes nothing.")
    {
        Takes = json => json.RehearseBody,
        Gives = json => json.RehearsalBody,
        ChangesNothing = true,
        IsIdempotent = true,
    };

    public static readonly ApiCall Policy = new("policy_show", "GET", "/v1/policy", "operate",
        "Shows the governor's policy that is in force, and whether it is the one in the file of the server that"
        + " answers.")
    {
        Gives = json => json.PolicyBody,
    };
}
