namespace InfraFabric.Core.Errors;

/// <summary>Every error that a user or a caller can see. One row each, in the order of their names.</summary>
public static class ErrorTable
{
    // Found by reflection, once and only when asked for, so that a row cannot be forgotten in a second list.
    private static readonly Lazy<IReadOnlyList<ErrorCode>> Rows = new(() =>
        [.. typeof(ErrorTable).GetFields().Select(field => (ErrorCode)field.GetValue(null)!)
            .OrderBy(row => row.Code, StringComparer.Ordinal)]);

    public static readonly ErrorCode BreakerOpen = new(
        "IF_ERR_BREAKER_OPEN", "The swarm is stopped by its circuit breaker.", 409, ExitCodes.Limit, false);
    public static readonly ErrorCode BudgetExceeded = new(
        "IF_ERR_BUDGET_EXCEEDED", "It would cost more than it may.", 409, ExitCodes.Limit, false);
    public static readonly ErrorCode Cancelled = new(
        "IF_ERR_CANCELLED", "The caller gave up.", 499, ExitCodes.Interrupted, true);
    public static readonly ErrorCode CapacityFull = new(
        "IF_ERR_CAPACITY_FULL", "The swarm takes nothing more.", 409, ExitCodes.Conflict, true);
    public static readonly ErrorCode ChannelFailed = new(
        "IF_ERR_CHANNEL_FAILED", "A human could not be told.", 502, ExitCodes.Unavailable, true);
    public static readonly ErrorCode CheckFailed = new(
        "IF_ERR_CHECK_FAILED", "A check did not hold.", 422, ExitCodes.CheckFailed, false);
    public static readonly ErrorCode ConfigInvalid = new(
        "IF_ERR_CONFIG_INVALID", "The configuration has errors.", 500, ExitCodes.Configuration, false);
    public static readonly ErrorCode Conflict = new(
        "IF_ERR_CONFLICT", "Something else is there already.", 409, ExitCodes.Conflict, false);
    public static readonly ErrorCode DelegationInvalid = new(
        "IF_ERR_DELEGATION_INVALID", "A delegated budget is not what was signed, or not for this.", 403,
        ExitCodes.Denied, false);
    public static readonly ErrorCode EnvironmentIncomplete = new(
        "IF_ERR_ENVIRONMENT", "Something this machine needs is missing.", 500, ExitCodes.Environment, false);
    public static readonly ErrorCode FenceStale = new(
        "IF_ERR_FENCE_STALE", "The claim is over.", 409, ExitCodes.Conflict, false);
    public static readonly ErrorCode Forbidden = new(
        "IF_ERR_FORBIDDEN", "The caller may not do that.", 403, ExitCodes.Denied, false);
    public static readonly ErrorCode IdempotencyMismatch = new(
        "IF_ERR_IDEMPOTENCY_MISMATCH", "The idempotency key was used for something else.", 422, ExitCodes.Conflict,
        false);
    public static readonly ErrorCode IdInvalid = new(
        "IF_ERR_ID_INVALID", "An identifier is malformed.", 400, ExitCodes.Usage, false);
    public static readonly ErrorCode Internal = new(
        "IF_ERR_INTERNAL", "A defect in InfraFabric.", 500, ExitCodes.Bug, false);
    public static readonly ErrorCode JsonInvalid = new(
        "IF_ERR_JSON_INVALID", "The text is not the JSON it must be.", 400, ExitCodes.Usage, false);
    public static readonly ErrorCode KeyFileExposed = new(
        "IF_ERR_KEY_FILE_EXPOSED", "A key file can be read by others.", 500, ExitCodes.Denied, false);
    public static readonly ErrorCode KeyInvalid = new(
        "IF_ERR_KEY_INVALID", "A key is malformed or unsafe.", 400, ExitCodes.Denied, false);
    public static readonly ErrorCode LedgerDamaged = new(
        "IF_ERR_LEDGER_DAMAGED", "The ledger is not what was signed.", 500, ExitCodes.CheckFailed, false);
    public static readonly ErrorCode LimitExceeded = new(
        "IF_ERR_LIMIT", "A named limit was exceeded.", 413, ExitCodes.Limit, false);
    public static readonly ErrorCode ListenFailed = new(
        "IF_ERR_LISTEN", "The server cannot listen there.", 503, ExitCodes.Unavailable, true);
    public static readonly ErrorCode NotCapable = new(
        "IF_ERR_NOT_CAPABLE", "The swarm lacks what the task requires.", 409, ExitCodes.Conflict, false);
    public static readonly ErrorCode NotFound = new(
        "IF_ERR_NOT_FOUND", "There is no such thing.", 404, ExitCodes.NotFound, false);
    public static readonly ErrorCode NotReady = new(
        "IF_ERR_NOT_READY", "The server is not ready to serve.", 503, ExitCodes.Unavailable, true);
    public static readonly ErrorCode Overloaded = new(
        "IF_ERR_OVERLOADED", "A bounded queue is full.", 429, ExitCodes.Unavailable, true);
    public static readonly ErrorCode PreconditionFailed = new(
        "IF_ERR_PRECONDITION", "It has changed since it was read.", 412, ExitCodes.Conflict, false);
    public static readonly ErrorCode PriceUnknown = new(
        "IF_ERR_PRICE_UNKNOWN", "It is not known what this costs.", 422, ExitCodes.NotFound, false);
    public static readonly ErrorCode ServerUnreachable = new(
        "IF_ERR_SERVER_UNREACHABLE", "No server answers.", 503, ExitCodes.Unavailable, true);
    public static readonly ErrorCode SessionGone = new(
        "IF_ERR_SESSION_GONE", "The swarm's session has ended.", 409, ExitCodes.Conflict, false);
    public static readonly ErrorCode StateBusy = new(
        "IF_ERR_STATE_LOCKED", "Another process has this state open.", 423, ExitCodes.Unavailable, true);
    public static readonly ErrorCode StateCompacted = new(
        "IF_ERR_STATE_COMPACTED", "That revision is no longer kept.", 410, ExitCodes.Conflict, false);
    public static readonly ErrorCode StateDamaged = new(
        "IF_ERR_STATE_DAMAGED", "The state on disk is damaged.", 500, ExitCodes.Damaged, false);
    public static readonly ErrorCode StateFailed = new(
        "IF_ERR_STATE_FAILED", "The disk refused a write.", 507, ExitCodes.Unavailable, true);
    public static readonly ErrorCode StateLeaseGone = new(
        "IF_ERR_LEASE_GONE", "The lease has ended.", 409, ExitCodes.Conflict, false);
    public static readonly ErrorCode StateOutcomeUnknown = new(
        "IF_ERR_OUTCOME_UNKNOWN", "Whether the commit happened is not known.", 503, ExitCodes.Unavailable, true);
    public static readonly ErrorCode StateRevisionAhead = new(
        "IF_ERR_STATE_REVISION_AHEAD", "That revision does not exist yet.", 400, ExitCodes.Usage, false);
    public static readonly ErrorCode StateUnavailable = new(
        "IF_ERR_STATE_UNAVAILABLE", "The state store cannot be reached.", 503, ExitCodes.Unavailable, true);
    public static readonly ErrorCode TaskCycle = new(
        "IF_ERR_TASK_CYCLE", "Tasks wait for each other in a circle.", 422, ExitCodes.Usage, false);
    public static readonly ErrorCode TaskNotReady = new(
        "IF_ERR_TASK_NOT_READY", "The task's state does not allow it.", 409, ExitCodes.Conflict, false);
    public static readonly ErrorCode TaskOwned = new(
        "IF_ERR_TASK_OWNED", "Another swarm has the task.", 409, ExitCodes.Conflict, false);
    public static readonly ErrorCode TaskPaused = new(
        "IF_ERR_TASK_PAUSED", "The task waits until its budget has enough.", 409, ExitCodes.Limit, false);
    public static readonly ErrorCode Unauthenticated = new(
        "IF_ERR_UNAUTHENTICATED", "The caller has not proved who it is.", 401, ExitCodes.Denied, false);
    public static readonly ErrorCode Usage = new(
        "IF_ERR_USAGE", "The call is not one that can be made.", 400, ExitCodes.Usage, false);

    public static readonly ErrorCode WhyMissing = new(
        "IF_ERR_WHY_MISSING", "A change came without its reason.", 400, ExitCodes.Usage, false);

    /// <summary>Every row, in the order of the codes.</summary>
    public static IReadOnlyList<ErrorCode> All => Rows.Value;

    /// <summary>
    /// The row of a code, such as one that a server answered; null when this program does not know it.
    /// </summary>
    public static ErrorCode? Find(string code) => All.FirstOrDefault(row => row.Code == code);
}
