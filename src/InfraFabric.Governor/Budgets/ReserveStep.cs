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
    private readonly string? _call = ask.Call is { } call ? Sha256Hash.Of(Encoding.UTF8.GetBytes(call)).ToString() : null;

    public override ReservationId? Reservation => ask.Id;

    public override IReadOnlyList<Guard> Guards => ask.Guards;

    public override IEnumerable<RecordKey> RestsOn
    {
        get
        {
            var budgets = ask.Path.Append(BudgetId.EachSwarm).Select(id => id.Key).Append(ask.Id.Key);
            return _swarm is { } swarm ? budgets.Append(BreakerRecord.KeyOf(swarm)) : budgets;
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

        if (_swarm is { } spender && IsStopped(draft, spender))
            return Is(SpendVerdict.BreakerOpen) with { Breaker = draft.StatusOf(spender) };
        var limits = ask.Path.Where(id => draft.Budget(id) is not null || SetLikeEach(draft, id)).ToList();
        if (limits.Count == 0)
            return Is(SpendVerdict.NoBudget);
        foreach (var id in limits)
        {
            if (draft.LeftOf(id) is var left && left < ask.Amount)
                return Is(SpendVerdict.OverBudget) with { Lacking = (id, Money.Max(Money.Zero, left)) };
        }

        return Is(SpendVerdict.Done) with { ExpiresAt = Keep(draft, limits) };
    }

    /// <summary>Keeps the money; until when.</summary>
    private DateTimeOffset Keep(BudgetDraft draft, IReadOnlyList<BudgetId> limits)
    {
        foreach (var id in limits)
            draft.Change(id, draft.Budget(id)!, reserved: ask.Amount);
        var reservation = new ReservationRecord
        {
            Amount = ask.Amount,
            Path = Names(),
            By = Cause.Actor,
            Kind = ask.Kind,
            Call = _call,
            Fence = ask.Fence,
            At = draft.Now,
            ExpiresAt = draft.Now + ask.Hold,
        };
        if (_swarm is { } swarm)
        {
            draft.RequireBreaker(swarm);
            if (draft.Breaker(swarm) is { State: BreakerState.HalfOpen })
                draft.Try(swarm, ask.Id);
        }

        draft.Put(ask.Id, reservation, revision: null, ask.Lease);
        draft.Tell(this, NoteOf(draft));
        return reservation.ExpiresAt;
    }

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
