using InfraFabric.Core.Units;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Budgets;

/// <summary>
/// Something that someone wants to do with money. It is decided on a draft, perhaps several times, until a commit has
/// made it true or it is refused.
/// </summary>
internal abstract class BudgetStep(Cause cause)
{
    private readonly TaskCompletionSource<SpendOutcome> _done =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Cause Cause { get; } = cause;

    /// <summary>The answer, once there is one.</summary>
    public Task<SpendOutcome> Done => _done.Task;

    /// <summary>How often it was not known whether its commit happened.</summary>
    public int Failures { get; set; }

    /// <summary>The reservation that it changes.</summary>
    public virtual ReservationId? Reservation => null;

    /// <summary>What it has shown that a kind of work costs, once it is decided; null if nothing.</summary>
    public (string Kind, Money Cost)? Learned { get; protected set; }

    /// <summary>What must hold besides.</summary>
    public virtual IReadOnlyList<Guard> Guards => [];

    /// <summary>The records on which a refusal rests.</summary>
    public abstract IEnumerable<RecordKey> RestsOn { get; }

    /// <summary>Decides, and if it can be done, changes the draft.</summary>
    public abstract SpendOutcome Decide(BudgetDraft draft);

    public void Answer(SpendOutcome outcome) => _done.TrySetResult(outcome);

    public void Fail(Exception failed) => _done.TrySetException(failed);

    public void GiveUp(CancellationToken token) => _done.TrySetCanceled(token);

    protected static SpendOutcome Is(SpendVerdict verdict) => new(verdict);

    public WitnessNote Note(
        BudgetDraft draft, string operation, string subject, IReadOnlyDictionary<string, string> parameters)
    {
        return new WitnessNote
        {
            Trace = Cause.Trace,
            Actor = Cause.Actor,
            Component = "governor",
            Operation = operation,
            Subject = subject,
            Time = draft.Now,
            Why = Cause.Why,
            Parameters = parameters,
        };
    }
}
