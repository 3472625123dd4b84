using InfraFabric.Core.Units;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Budgets;

/// <summary>Keeps money in all budgets of a path, or in none.</summary>
internal sealed class ReserveStep(ReserveAsk ask, Cause cause) : BudgetStep(cause)
{
    public override ReservationId? Reservation => ask.Id;

    public override IReadOnlyList<Guard> Guards => ask.Guards;

    public override IEnumerable<RecordKey> RestsOn =>
        ask.Path.Append(BudgetId.EachSwarm).Select(id => id.Key).Append(ask.Id.Key);

    public override SpendOutcome Decide(BudgetDraft draft)
    {
        if (draft.Find(ask.Id) is var (before, _))
        {
            return before.Amount == ask.Amount && before.Path.SequenceEqual(Names())
                ? Is(SpendVerdict.Done) with { ExpiresAt = before.ExpiresAt }
                : Is(SpendVerdict.Mismatch);
        }

        var limits = ask.Path.Where(id => draft.Budget(id) is not null || SetLikeEach(draft, id)).ToList();
        if (limits.Count == 0)
            return Is(SpendVerdict.NoBudget);
        foreach (var id in limits)
        {
            if (draft.LeftOf(id) is var left && left < ask.Amount)
                return Is(SpendVerdict.OverBudget) with { Lacking = (id, Money.Max(Money.Zero, left)) };
        }

        foreach (var id in limits)
            draft.Change(id, draft.Budget(id)!, reserved: ask.Amount);
        var reservation = new ReservationRecord
        {
            Amount = ask.Amount,
            Path = Names(),
            By = Cause.Actor,
            Kind = ask.Kind,
            Fence = ask.Fence,
            At = draft.Now,
            ExpiresAt = draft.Now + ask.Hold,
        };
        draft.Put(ask.Id, reservation, revision: null, ask.Lease);
        draft.Tell(this, NoteOf(draft));
        return Is(SpendVerdict.Done) with { ExpiresAt = reservation.ExpiresAt };
    }

    /// <summary>Gives a swarm without a budget the one of each; false if there is none.</summary>
    private static bool SetLikeEach(BudgetDraft draft, BudgetId id)
    {
        if (id.Scope != BudgetScope.Swarm || draft.Budget(BudgetId.EachSwarm) is not { } each)
            return false;
        draft.Set(id, BudgetRecord.Of(new BudgetTerms(each.Limit, each.Window), draft.Now));
        return true;
    }

    private string[] Names() => [.. ask.Path.Select(id => id.Text)];

    private WitnessNote NoteOf(BudgetDraft draft) =>
        Note(draft, "budget.reserve", ask.Id.Key.Text, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["amount"] = ask.Amount.ToString(),
            ["budgets"] = string.Join(' ', Names()),
        }) with
        {
            Fence = ask.Fence,
        };
}
