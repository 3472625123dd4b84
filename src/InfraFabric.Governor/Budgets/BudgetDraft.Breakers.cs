using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Breakers;
using InfraFabric.Governor.Escalation;
using InfraFabric.Governor.Records;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Budgets;

/// <content>The breakers of those who spend: each that a decision rests on is guarded, once.</content>
internal sealed partial class BudgetDraft
{
    private readonly Dictionary<SwarmName, BreakerLine> _breakers = [];
    private readonly Dictionary<(SwarmName Swarm, string Call), int> _calls = [];
    private readonly Dictionary<SwarmName, Money> _pace = [];

    public BreakerPolicy Policy => breakers.Policy;

    /// <summary>A swarm's breaker as the steps before have left it; null while it is closed.</summary>
    public BreakerRecord? Breaker(SwarmName swarm) => _breakers.TryGetValue(swarm, out var line)
        ? line.Breaker
        : breakers.Book.Find(swarm)?.Breaker;

    /// <summary>A swarm's breaker as it is told to those whom it stands in the way of.</summary>
    public BreakerStatus StatusOf(SwarmName swarm) => new(swarm, Breaker(swarm)!, 0);

    /// <summary>Sees to it that nothing is done if the breaker is not what it is known to be.</summary>
    public void RequireBreaker(SwarmName swarm) => LineOf(swarm);

    /// <summary>Opens a breaker, and tells a human of it.</summary>
    public void Open(BreakerOpening opening, Cause cause)
    {
        var line = LineOf(opening.Swarm);
        var escalation = EscalationId.New(ids);
        _notes.Add(opening.NoteOf(line.Breaker, escalation, cause, now));
        _writes.Add(opening.Escalate().ToWrite(escalation, cause, now));
        line.Put(opening.RecordOf(line.Breaker, escalation, cause, now));
    }

    /// <summary>Closes a half-open breaker: what it let through went well.</summary>
    public void Close(SwarmName swarm, WitnessNote note)
    {
        LineOf(swarm).Put(null);
        _notes.Add(note);
    }

    /// <summary>
    /// Opens the breaker of a swarm that has used up its budget, whatever else is said of it; closes a half-open one
    /// whose trial has been paid for.
    /// </summary>
    public void MoveBreaker(BudgetStep step, ReservationId id, ReservationRecord ended)
    {
        if (ended.Spent is not { } spent || spent == Money.Zero || ended.Spender is not { } swarm)
            return;
        var breaker = Breaker(swarm);
        if (Budget(BudgetId.Swarm(swarm)) is { IsBounded: true } budget && budget.Spent >= budget.Limit)
        {
            RequireBreaker(swarm);
            if (breaker?.State != BreakerState.Open)
            {
                var why = $"it has spent {budget.Spent} of {budget.Limit}.";
                Open(new BreakerOpening(swarm, BreakerReason.BudgetExhausted, why), step.Cause);
            }
        }
        else if (breaker is { State: BreakerState.HalfOpen, Reason: not BreakerReason.Failures }
            && breaker.Trial == id.ToString())
        {
            Close(swarm, step.Note(
                this, "breaker.close", BreakerRecord.KeyOf(swarm).Text,
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["before"] = "half_open",
                    ["trial"] = id.ToString(),
                }));
        }
    }

    /// <summary>Whether what a half-open breaker let through last is not over yet.</summary>
    public bool IsTrying(BreakerRecord breaker) =>
        ReservationId.TryParse(breaker.Trial, out var trial)
        && (_reservations.Contains(trial) || book.Find(trial) is { Reservation.IsHeld: true });

    /// <summary>
    /// Lets one spending through a half-open breaker; if the one before is not known here, it must be gone.
    /// </summary>
    public void Try(SwarmName swarm, ReservationId id)
    {
        var line = LineOf(swarm);
        if (ReservationId.TryParse(line.Breaker!.Trial, out var before) && book.Find(before) is null)
            _guards.Add(Guard.Absent(before.Key));
        line.Put(line.Breaker with { Trial = id.ToString(), Turn = line.Breaker.Turn + 1 });
    }

    /// <summary>What a swarm has spent and reserved in the last minute.</summary>
    public Money PaceOf(SwarmName swarm) => book.PaceOf(swarm, now) + _pace.GetValueOrDefault(swarm);

    /// <summary>How often a swarm has made a call lately.</summary>
    public int CallsOf(SwarmName swarm, string call) =>
        book.CallsOf(swarm, call, now) + _calls.GetValueOrDefault((swarm, call));

    private void Trail(ReservationRecord reservation, bool isNew)
    {
        if (!isNew || reservation.Spender is not { } swarm)
            return;
        _pace[swarm] = _pace.GetValueOrDefault(swarm) + reservation.Amount;
        if (reservation.Call is { } call)
            _calls[(swarm, call)] = _calls.GetValueOrDefault((swarm, call)) + 1;
    }

    private IEnumerable<Guard> BreakerGuards() => _breakers.Select(line => line.Value.Revision is { } revision
        ? Guard.Unchanged(BreakerRecord.KeyOf(line.Key), revision)
        : Guard.Absent(BreakerRecord.KeyOf(line.Key)));

    private IEnumerable<Write> BreakerWrites() =>
        from line in _breakers
        where line.Value.IsChanged && (line.Value.Breaker is not null || line.Value.Revision is not null)
        let key = BreakerRecord.KeyOf(line.Key)
        select line.Value.Breaker is { } breaker ? Write.Put(key, RecordBytes.Of(breaker)) : Write.Delete(key);

    private BreakerLine LineOf(SwarmName swarm)
    {
        if (!_breakers.TryGetValue(swarm, out var line))
        {
            var known = breakers.Book.Find(swarm);
            _breakers.Add(swarm, line = new BreakerLine(known?.Breaker, known?.Revision));
        }

        return line;
    }

    private sealed class BreakerLine(BreakerRecord? breaker, long? revision)
    {
        public BreakerRecord? Breaker { get; private set; } = breaker;

        public long? Revision { get; } = revision;

        public bool IsChanged { get; private set; }

        public void Put(BreakerRecord? changed) => (Breaker, IsChanged) = (changed, true);
    }
}
