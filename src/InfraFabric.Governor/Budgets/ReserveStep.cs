using System.Text;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Breakers;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Budgets;

/// <summary>Keeps money in all budgets of a path, or in none.</summary>
internal sealed class ReserveStep(ReserveAsk ask, Cause cause) : BudgetStep(cause)
{
    private readonly SwarmName? _swarm = BudgetId.SpenderOf([.. ask.Path.Select(id => id.Text)]);
    private readonly string? _call =
        ask.Call is { } call ? Sha256Hash.Of(Encoding.UTF8.GetBytes(call)).ToString() : null;

    private readonly SpendFacts? _facts = ask.Facts is { Count: > 0 } facts ? SpendFacts.Of(facts) : null;

    public override ReservationId? Reservation => ask.Id;

    public override IReadOnlyList<Guard> Guards => ask.Guards;

    public override IEnumerable<RecordKey> RestsOn
    {
        get
        {
            var budgets = ask.Path.Append(BudgetId.EachSwarm).Select(id => id.Key).Append(ask.Id.Key);
            return budgets.Concat(Stoppable.Select(BreakerRecord.KeyOf));
        }
    }

    /// <summary>Those whose breakers stand in the way if they are open: who pays, and who spends.</summary>
    private IEnumerable<SwarmName> Stoppable
    {
        get
        {
            if (_swarm is { } payer)
                yield return payer;
            if (ask.SpentBy is { } spender && spender != _swarm)
                yield return spender;
        }
    }

    public override SpendOutcome Decide(BudgetDraft draft)
    {
        if (draft.Find(ask.Id) is var (before, _))
        {
            return before.Amount == ask.Amount && before.Path.SequenceEqual(Names())
                ? Is(SpendVerdict.Done) with { ExpiresAt = before.ExpiresAt }
                : Is(SpendVerdict.Mismatch);
        }

        if (_swarm is { } payer && IsStopped(draft, payer))
            return Is(SpendVerdict.BreakerOpen) with { Breaker = draft.StatusOf(payer) };
        if (ask.SpentBy is { } spender && draft.Breaker(spender) is { State: BreakerState.Open })
            return Is(SpendVerdict.BreakerOpen) with { Breaker = draft.StatusOf(spender) };
        var limits = ask.Path.Where(id => draft.Budget(id) is not null || SetFirst(draft, id)).ToList();
        // What is only counted for a task is nobody's word that it may be spent.
        if (!ask.IsSpent && limits.TrueForAll(id => id.Scope == BudgetScope.Task && !draft.Budget(id)!.IsBounded))
            return Is(SpendVerdict.NoBudget);
        foreach (var id in limits)
        {
            if (LeftOf(draft, id) is var left && left < ask.Amount)
                return Is(SpendVerdict.OverBudget) with { Lacking = (id, Money.Max(Money.Zero, left)) };
        }

        return ask.IsSpent
            ? Spend(draft, limits)
            : Is(SpendVerdict.Done) with { ExpiresAt = Keep(draft, limits) };
    }

    /// <summary>Keeps the money; until when.</summary>
    private DateTimeOffset Keep(BudgetDraft draft, IReadOnlyList<BudgetId> limits)
    {
        foreach (var id in limits)
            draft.Change(id, draft.Budget(id)!, reserved: ask.Amount);
        var reservation = RecordOf(draft);
        RequireBreaker(draft);
        draft.Put(ask.Id, reservation, revision: null, ask.Lease);
        draft.Tell(this, NoteOf(draft, "budget.reserve"));
        return reservation.ExpiresAt;
    }

    /// <summary>Spends the money at once. What is remembered of it answers the same call again.</summary>
    private SpendOutcome Spend(BudgetDraft draft, IReadOnlyList<BudgetId> limits)
    {
        foreach (var id in limits)
            EndStep.Spend(draft, id, Money.Zero, ask.Amount);
        var reservation = RecordOf(draft) with { Spent = ask.Amount };
        RequireBreaker(draft);
        draft.Put(ask.Id, reservation, revision: null, ask.Lease);
        draft.Tell(this, NoteOf(draft, "budget.spend") with { Cost = ask.Amount });
        if (ask.Kind is { } kind)
            Learned = (kind, ask.Amount);
        draft.MoveBreaker(this, ask.Id, reservation);
        return Is(SpendVerdict.Done);
    }

    private ReservationRecord RecordOf(BudgetDraft draft) => new()
    {
        Amount = ask.Amount,
        Path = Names(),
        By = ask.For ?? Cause.Actor,
        Help = ask.Help?.ToString(),
        SpentBy = ask.SpentBy?.Text,
        Kind = ask.Kind,
        Call = _call,
        Fence = ask.Fence,
        At = draft.Now,
        ExpiresAt = draft.Now + ask.Hold,
    };

    private void RequireBreaker(BudgetDraft draft)
    {
        foreach (var stoppable in Stoppable)
            draft.RequireBreaker(stoppable);
        if (_swarm is { } swarm && draft.Breaker(swarm) is { State: BreakerState.HalfOpen })
            draft.Try(swarm, ask.Id);
    }

    /// <summary>What is left; nothing of a budget that is over.</summary>
    private static Money LeftOf(BudgetDraft draft, BudgetId id) =>
        draft.Budget(id)!.Until <= draft.Now ? Money.Zero - Money.FromMicroUsd(1) : draft.LeftOf(id);

    /// <summary>Whether the swarm's breaker lets this through; it may open because of it.</summary>
    private bool IsStopped(BudgetDraft draft, SwarmName swarm)
    {
        var breaker = draft.Breaker(swarm);
        if (breaker is { State: BreakerState.Open } || (breaker is not null && draft.IsTrying(breaker)))
            return true;
        if (OpeningOf(draft, swarm) is not { } opening)
            return false;
        draft.Open(opening, Cause);
        return true;
    }

    private BreakerOpening? OpeningOf(BudgetDraft draft, SwarmName swarm)
    {
        var policy = draft.Policy;
        // This one is counted, too.
        if (_call is not null && draft.CallsOf(swarm, _call) + 1 >= policy.SameCalls)
        {
            return new BreakerOpening(swarm, BreakerReason.Loop,
                $"it wanted to make the same call {policy.SameCalls} times within"
                    + $" {BreakerLimits.SameCallsWithin.TotalMinutes} minutes.");
        }

        return policy.CostPerMinute is { } most && draft.PaceOf(swarm) + ask.Amount > most
            ? new BreakerOpening(swarm, BreakerReason.Velocity, $"it wanted to spend more than {most} in a minute.")
            : null;
    }

    /// <summary>
    /// Sets a budget that nobody has set: as the spending says, or a swarm's like each swarm's; false if neither is so.
    /// </summary>
    private bool SetFirst(BudgetDraft draft, BudgetId id)
    {
        if (ask.First is { } first && first.TryGetValue(id, out var terms))
        {
            draft.Set(id, BudgetRecord.Of(terms, draft.Now));
            return true;
        }

        if (id.Scope != BudgetScope.Swarm || draft.Budget(BudgetId.EachSwarm) is not { } each)
            return false;
        draft.Set(id, BudgetRecord.Of(new BudgetTerms(each.Limit, each.Window), draft.Now));
        return true;
    }

    private string[] Names() => [.. ask.Path.Select(id => id.Text)];

    private WitnessNote NoteOf(BudgetDraft draft, string operation)
    {
        var parameters = new Dictionary<string, string>(_facts?.Pairs ?? [], StringComparer.Ordinal)
        {
            ["amount"] = ask.Amount.ToString(),
            ["budgets"] = string.Join(' ', Names()),
        };
        SpendFacts.Join(parameters, RecordOf(draft));
        return Note(draft, operation, ask.Id.Key.Text, parameters) with { Fence = ask.Fence };
    }
}
