using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Breakers;
using InfraFabric.Governor.Records;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Budgets;

/// <summary>
/// A commit in the making: what several steps have decided so far, each on top of those before it, as one change that
/// happens whole or not at all.
/// </summary>
internal sealed partial class BudgetDraft(
    BudgetBook book, BreakerWatch breakers, IdSource ids, DateTimeOffset now, LeaseId answers)
{
    // A step takes its budgets and its reservation. Besides, an opening breaker takes a note and an escalation, a
    // half-open one guards what it let through last, and there are those of who pays and who spends.
    private const int ForAStep = GovernorLimits.MaxPath + 5;

    private readonly Dictionary<BudgetId, Line?> _lines = [];
    private readonly HashSet<ReservationId> _reservations = [];
    private readonly List<Guard> _guards = [];
    private readonly List<Write> _writes = [];
    private readonly List<WitnessNote> _notes = [];
    private readonly Dictionary<int, BudgetStep> _ownGuards = [];

    public DateTimeOffset Now => now;

    /// <summary>Whether something is to be committed.</summary>
    public bool HasChanges => _notes.Count > 0;

    /// <summary>How many steps have changed something.</summary>
    public int Steps => _notes.Count;

    /// <summary>Whether a step finds room, and nothing that another one has just changed.</summary>
    public bool HasRoomFor(BudgetStep step) =>
        _notes.Count + 1 < StateLimits.MaxNotes
        && Lines() + _breakers.Count + _guards.Count + step.Guards.Count + ForAStep <= StateLimits.MaxGuards
        && Lines() + _breakers.Count + _writes.Count + ForAStep <= StateLimits.MaxWrites
        && (step.Reservation is not { } id || !_reservations.Contains(id));

    /// <summary>A budget as the steps before have left it; null if there is none.</summary>
    public BudgetRecord? Budget(BudgetId id) => LineOf(id)?.Budget;

    /// <summary>What can be spent of a budget besides what is reserved; negative where its limit was lowered.</summary>
    public Money LeftOf(BudgetId id) => LineOf(id) is { } line
        ? line.Budget.Limit - line.Budget.Spent - line.Reserved
        : throw new InvalidOperationException($"There is no budget {id}.");

    public (ReservationRecord Reservation, long Revision)? Find(ReservationId id) => book.Find(id);

    /// <summary>Changes a budget, and what is reserved of it.</summary>
    public void Change(BudgetId id, BudgetRecord budget, Money reserved)
    {
        var line = LineOf(id)!;
        line.Budget = budget with { Turn = budget.Turn + 1 };
        line.Reserved += reserved;
        line.IsChanged = true;
    }

    /// <summary>Sets a budget, which may not have been there.</summary>
    public void Set(BudgetId id, BudgetRecord budget)
    {
        var line = LineOf(id) ?? new Line(budget, null, book.Find(id).Reserved);
        line.Budget = budget;
        line.IsChanged = true;
        _lines[id] = line;
    }

    /// <summary>Keeps a reservation as it is from now on: on its spender's lease, or remembered for a while.</summary>
    public void Put(ReservationId id, ReservationRecord reservation, long? revision, LeaseId lease)
    {
        _reservations.Add(id);
        Trail(reservation, isNew: revision is null);
        _guards.Add(revision is { } known ? Guard.Unchanged(id.Key, known) : Guard.Absent(id.Key));
        _writes.Add(Write.Put(id.Key, RecordBytes.Of(reservation), reservation.IsHeld ? lease : answers));
    }

    /// <summary>Says what a step has done, and what must hold for it.</summary>
    public void Tell(BudgetStep step, WitnessNote note)
    {
        foreach (var guard in step.Guards)
        {
            _ownGuards.Add(_guards.Count, step);
            _guards.Add(guard);
        }

        _notes.Add(note);
    }

    public Commit ToCommit()
    {
        var changed = _lines.Where(line => line.Value is { IsChanged: true }).ToList();
        return new Commit(
            [
                .. _guards,
                .. changed.Select(line => line.Value!.Revision is { } revision
                    ? Guard.Unchanged(line.Key.Key, revision)
                    : Guard.Absent(line.Key.Key)),
                .. BreakerGuards(),
            ],
            [
                .. _writes, .. BreakerWrites(),
                .. changed.Select(line => Write.Put(line.Key.Key, RecordBytes.Of(line.Value!.Budget))),
            ],
            _notes);
    }

    /// <summary>The step whose own condition did not hold; null if it was one of the budgets or reservations.</summary>
    public BudgetStep? OwnerOf(int guard) => _ownGuards.GetValueOrDefault(guard);

    private int Lines() => _lines.Values.Count(line => line is { IsChanged: true }) + _breakers.Count;

    private Line? LineOf(BudgetId id)
    {
        if (!_lines.TryGetValue(id, out var line))
        {
            var (budget, revision, reserved) = book.Find(id);
            line = budget is null ? null : new Line(budget.At(now), revision, reserved);
            _lines.Add(id, line);
        }

        return line;
    }

    private sealed class Line(BudgetRecord budget, long? revision, Money reserved)
    {
        public BudgetRecord Budget { get; set; } = budget;

        public long? Revision { get; } = revision;

        public Money Reserved { get; set; } = reserved;

        public bool IsChanged { get; set; }
    }
}
