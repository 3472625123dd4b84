namespace InfraFabric.Api.Calls;

/// <summary>Calls about claims, by the swarms that do the work. Each carries the fence of its claim.</summary>
public static class ClaimCalls
{
    public static readonly ApiCall Claim = new("task_claim", "POST", "/v1/swarms/{swarm}/claims", "swarm",
        "Claims a task for a swarm: one by its id (this accepts an assignment), or the best for it, or up to 100. Of"
        + " many that try, one gets it. The answer carries the fence that every later call about the claim needs.")
    {
        Takes = json => json.ClaimAskBody,
        Gives = json => json.ClaimsBody,
        TakesIdempotencyKey = true,
    };

    public static readonly ApiCall Start = new("task_start", "POST", "/v1/tasks/{task}/start", "swarm",
        "Tells that the work has begun.")
    {
        Takes = json => json.FenceBody,
        Gives = json => json.TaskStateBody,
        IsIdempotent = true,
    };

    public static readonly ApiCall Progress = new("task_progress", "POST", "/v1/tasks/{task}/progress", "swarm",
        "Tells how the work gets on. A claim that tells nothing for too long counts as stalled.")
    {
        Takes = json => json.ProgressBody,
        Gives = json => json.TaskStateBody,
    };

    public static readonly ApiCall Complete = new("task_complete", "POST", "/v1/tasks/{task}/complete", "swarm",
        "Ends the task with its result.")
    {
        Takes = json => json.CompleteBody,
        Gives = json => json.TaskStateBody,
        IsIdempotent = true,
    };

    public static readonly ApiCall Fail = new("task_fail", "POST", "/v1/tasks/{task}/fail", "swarm",
        "Ends this attempt without a result. The task is tried again after a pause, until its attempts are used up;"
        + " with retry false it has failed for good.")
    {
        Takes = json => json.FailBody,
        Gives = json => json.TaskStateBody,
    };

    public static readonly ApiCall Block = new("task_block", "POST", "/v1/tasks/{task}/block", "swarm",
        "Asks for help: every orchestrator is told at once.")
    {
        Takes = json => json.BlockBody,
        Gives = json => json.TaskStateBody,
    };

    public static readonly ApiCall Unblock = new("task_unblock", "POST", "/v1/tasks/{task}/unblock", "swarm",
        "Tells that the work gets on again.")
    {
        Takes = json => json.FenceBody,
        Gives = json => json.TaskStateBody,
        IsIdempotent = true,
    };

    public static readonly ApiCall HandOver = new("task_hand_over", "POST", "/v1/tasks/{task}/hand-over", "swarm",
        "Gives the task away where it stands, with a checkpoint: to a swarm, or to whoever is next. No attempt is"
        + " counted.")
    {
        Takes = json => json.HandOverBody,
        Gives = json => json.TaskStateBody,
    };

    public static readonly ApiCall Spend = new("task_spend", "POST", "/v1/tasks/{task}/spend", "swarm",
        "Counts what the work has cost. What would exceed the task's budget is refused. With an idempotency key it"
        + " counts once, however often the call is made.")
    {
        Takes = json => json.SpendBody,
        Gives = json => json.TaskStateBody,
        TakesIdempotencyKey = true,
    };
}
