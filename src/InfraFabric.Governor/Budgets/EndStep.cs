using InfraFabric.Core.Units;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Budgets;

/// <summary>
/// Ends a reservation: what was spent is counted, and the rest is given back. What was spent is a fact: where it is
/// more than was kept and more than is left, it is counted as overdrawn.
/// </summary>
/// <param name="id">The reservation.</param>
/// <param name="spent">What was spent.</param>
/// <param name="expires">Whether it ends because its time has run out.</param>
/// <param name="cause">Who ends it, and why.</param>
/// <param name="facts">What was bought, in the spender's words; the note has them.</param>
internal sealed class EndStep(
    ReservationId id, Money spent, bool expires, Cause cause, SpendFacts? facts = null) : BudgetStep(cause)
{
    public override ReservationId? Reservation => id;

    public override IEnumerable<RecordKey> RestsOn => [id.Key];

    public override SpendOutcome Decide(BudgetDraft draft)
    {
        if (draft.Find(id) is not var (reservation, revision))
            return Is(SpendVerdict.NotFound);
        if (reservation.By != Cause.Actor && !Cause.ForAll)
            return Is(SpendVerdict.NotYours);
        if (expires && (!reservation.IsHeld || reservation.ExpiresAt > draft.Now))
            return Is(SpendVerdict.Mismatch);
        // A spender that was so late that its money was given back has spent it all the same.
        if (!reservation.IsHeld && !reservation.Expired)
            return Is(reservation.Spent == spent ? SpendVerdict.Done : SpendVerdict.Mismatch);

        var kept = reservation.IsHeld ? reservation.Amount : Money.Zero;
        var overdrawn = Money.Zero;
        foreach (var budget in reservation.Path.Select(BudgetId.Parse))
        {
            if (draft.Budget(budget) is not null)
                overdrawn = Money.Max(overdrawn, Spend(draft, budget, kept, spent));
        }

        draft.Put(id, reservation with { Spent = spent, Expired = expires }, revision, LeaseId.None);
        draft.Tell(this, NoteOf(draft, reservation, overdrawn));
        if (reservation.Kind is { } kind && spent > Money.Zero)
            Learned = (kind, spent);
        draft.MoveBreaker(this, id, reservation with { Spent = spent });
        return Is(SpendVerdict.Done) with { Overdrawn = overdrawn };
    }

    /// <summary>Counts what was spent in one budget; what of it nothing was left for.</summary>
    internal static Money Spend(BudgetDraft draft, BudgetId id, Money kept, Money spent)
    {
        var budget = draft.Budget(id)!;
        var covered = Money.Min(spent, kept + Money.Max(Money.Zero, draft.LeftOf(id)));
        draft.Change(
            id,
            budget with
            {
                Settled = budget.Settled + covered,
                Overdrawn = budget.Overdrawn + (spent - covered),
                Ever = budget.Ever + spent,
            },
            reserved: -kept);
        return spent - covered;
    }

    private WitnessNote NoteOf(BudgetDraft draft, ReservationRecord reservation, Money overdrawn)
    {
        var operation = expires ? "budget.expire" : spent == Money.Zero ? "budget.release" : "budget.settle";
        var parameters = new Dictionary<string, string>(facts?.Pairs ?? [], StringComparer.Ordinal)
        {
            ["reserved"] = reservation.Amount.ToString(),
            ["budgets"] = string.Join(' ', reservation.Path),
        };
        SpendFacts.Join(parameters, reservation);
        if (overdrawn > Money.Zero)
            parameters["overdrawn"] = overdrawn.ToString();
        return Note(draft, operation, id.Key.Text, parameters) with
        {
            Fence = reservation.Fence,
            Cost = spent,
            Severity = overdrawn > Money.Zero ? NoteSeverity.Medium : NoteSeverity.Info,
        };
    }
}
