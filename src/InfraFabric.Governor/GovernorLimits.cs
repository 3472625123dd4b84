namespace InfraFabric.Governor;

/// <summary>The bounds of the governor.</summary>
public static class GovernorLimits
{
    /// <summary>
    /// Budgets that one spending goes through: fabric, tenant, swarm, task, and the steps of a delegation.
    /// </summary>
    public const int MaxPath = 4 + Delegation.DelegationLimits.MaxSteps;

    /// <summary>Steps that are decided in one commit; each leaves a note.</summary>
    public const int MaxStepsAtOnce = State.Contract.StateLimits.MaxNotes;

    /// <summary>Steps that may wait before callers are turned away.</summary>
    public const int MaxWaiting = 16 * 1024;

    /// <summary>Reservations that may stand at once.</summary>
    public const int MaxReservations = 1_000_000;

    /// <summary>Characters of the kind of work that something is spent on.</summary>
    public const int MaxKindLength = 200;

    /// <summary>Spendings of a kind that must be known before one can be sized by them.</summary>
    public const int MinHistory = 20;

    /// <summary>Spendings of a kind after which those so far count half.</summary>
    public const int MaxRemembered = 10_000;

    /// <summary>Kinds of work whose costs are learned.</summary>
    public const int MaxKinds = 10_000;

    /// <summary>How often what was learned is written down.</summary>
    public static readonly TimeSpan LearnEvery = TimeSpan.FromSeconds(10);

    /// <summary>Facts about one spending.</summary>
    public const int MaxFacts = 16;

    /// <summary>Characters of the name of a fact.</summary>
    public const int MaxFactNameLength = 40;

    /// <summary>Characters of a fact.</summary>
    public const int MaxFactLength = 200;

    /// <summary>Characters of what an escalation says.</summary>
    public const int MaxEscalationText = 2000;

    /// <summary>How often budgets are looked for that are over.</summary>
    public static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(10);

    /// <summary>How long a reservation stands if nothing is said.</summary>
    public static readonly TimeSpan DefaultHold = TimeSpan.FromMinutes(5);

    /// <summary>How long a reservation stands at most.</summary>
    public static readonly TimeSpan MaxHold = TimeSpan.FromDays(1);

    /// <summary>
    /// For how long it is remembered how a reservation ended, so that the same call again is answered.
    /// </summary>
    public static readonly TimeSpan RememberEnded = TimeSpan.FromMinutes(10);
}
