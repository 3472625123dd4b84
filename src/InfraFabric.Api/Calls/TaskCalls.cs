namespace InfraFabric.Api.Calls;

/// <summary>Calls about tasks, by whoever gives the work.</summary>
public static class TaskCalls
{
    private const string Binary = "application/octet-stream";

    public static readonly ApiCall Add = new("task_add", "POST", "/v1/tasks", "tasks:write",
        "Adds a task. It is pushed to a fitting swarm at once, or waits until one is free. With an idempotency key it"
        + " is added once, however often the call is made.")
    {
        Takes = json => json.TaskAddBody,
        Gives = json => json.TaskAddedBody,
        Creates = true,
        TakesIdempotencyKey = true,
    };

    public static readonly ApiCall AddMany = new("task_add_many", "POST", "/v1/tasks/batch", "tasks:write",
        "Adds up to 100 tasks that may depend on each other by the names given in the call. A circle is refused.")
    {
        Takes = json => json.TasksAddBody,
        Gives = json => json.TasksAddedBody,
        TakesIdempotencyKey = true,
    };

    public static readonly ApiCall List = new("task_list", "GET", "/v1/tasks", "tasks:read",
        "Lists tasks, the oldest first, one page at a time.")
    {
        Gives = json => json.TaskPageBody,
        Query =
        [
            new ApiParameter("state",
                "One or more states, with commas between: waiting, ready, claimed, running, blocked, completed,"
                + " failed, cancelled, dead."),
            new ApiParameter("swarm", "Only tasks that this swarm owns or is offered."),
            new ApiParameter("type", "Only tasks of this type."),
            new ApiParameter("phase", "Only tasks with this phase label."),
            new ApiParameter("session", "Only tasks with this session label."),
            new ApiParameter("after", "Only tasks after this id: the page before names it."),
            ApiParameter.Number("limit", "Tasks on the page, 1 to 1000; 100 if it is not given."),
        ],
    };

    public static readonly ApiCall Show = new("task_show", "GET", "/v1/tasks/{task}", "tasks:read",
        "Shows a task: what was asked for, who has it, how it gets on, its result.")
    {
        Gives = json => json.TaskBody,
    };

    public static readonly ApiCall Watch = new("task_watch", "GET", "/v1/tasks/events", "tasks:read",
        "Streams every change of every task as Server-Sent Events.")
    {
        GivesMediaType = ApiCall.EventStream,
    };

    public static readonly ApiCall Cancel = new("task_cancel", "POST", "/v1/tasks/{task}/cancel", "tasks:write",
        "Calls a task off, whoever works on it: its owner is told, and the fence of its claim is stale from then on.")
    {
        Takes = json => json.ReasonBody,
        MayLackBody = true,
        Gives = json => json.TaskStateBody,
        IsDestructive = true,
    };

    public static readonly ApiCall Requeue = new("task_requeue", "POST", "/v1/tasks/{task}/requeue", "orchestrate",
        "Gives a dead, failed or cancelled task all its attempts again.")
    {
        Gives = json => json.TaskStateBody,
    };

    public static readonly ApiCall Discard = new("task_discard", "POST", "/v1/tasks/{task}/discard", "orchestrate",
        "Takes a dead or failed task out of the dead letters for good.")
    {
        Gives = json => json.TaskStateBody,
        IsDestructive = true,
    };

    public static readonly ApiCall Blockers = new("blocker_list", "GET", "/v1/blockers", "tasks:read",
        "Lists what does not get on: blocked, stalled, in a circle, or waiting for something that failed.")
    {
        Gives = json => json.BlockersBody,
    };

    public static readonly ApiCall Resolve = new("blocker_resolve", "POST", "/v1/tasks/{task}/resolve", "orchestrate",
        "Answers a blocker: the owner of the task is told and goes on.")
    {
        Takes = json => json.AnswerBody,
        Gives = json => json.TaskStateBody,
    };

    public static readonly ApiCall PutBlob = new("blob_put", "POST", "/v1/blobs", "tasks:write",
        "Stores a payload, a checkpoint or a result that is larger than a record; the answer names it by its hash. What"
        + " nothing names is removed after a while: storing it again, before it is named, makes it young again.")
    {
        OrScope = "swarm",
        TakesMediaType = Binary,
        Gives = json => json.BlobBody,
        Creates = true,
        IsIdempotent = true,
    };

    public static readonly ApiCall GetBlob = new("blob_get", "GET", "/v1/blobs/{hash}", "tasks:read",
        "Fetches what was stored under a hash.")
    {
        GivesMediaType = Binary,
    };

    public static readonly ApiCall StatBlob = new("blob_stat", "GET", "/v1/blobs/{hash}/stat", "tasks:read",
        "Tells how large a blob is, and how long it is kept.")
    {
        Gives = json => json.BlobStatBody,
    };
}
