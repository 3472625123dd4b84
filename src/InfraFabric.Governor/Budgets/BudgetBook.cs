using System.Text.Json;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Breakers;
using InfraFabric.Governor.Records;
using InfraFabric.State.Contract;
using InfraFabric.State.Following;

namespace InfraFabric.Governor.Budgets;

/// <summary>
/// All budgets and reservations, in memory and in step with the store. What is reserved of a budget is added up here.
/// </summary>
internal sealed class BudgetBook : IRecordView
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (BudgetRecord Budget, long Revision)> _budgets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Money> _reserved = new(StringComparer.Ordinal);
    private readonly Dictionary<ReservationId, (ReservationRecord Reservation, long Revision)> _reservations = [];
    private readonly SpendingTrail _trail = new();
    private readonly Dictionary<ReservationId, (TaskId Task, DateTimeOffset At)> _forHelp = [];

    /// <summary>Told of a record that cannot be read. It must neither wait nor fail.</summary>
    public Action<string, string>? Unreadable { get; init; }

    public int Reservations
    {
        get
        {
            lock (_lock)
                return _reservations.Count;
        }
    }

    public void Replace(IReadOnlyList<Record> records)
    {
        lock (_lock)
        {
            _budgets.Clear();
            _reserved.Clear();
            _reservations.Clear();
            _trail.Clear();
            _forHelp.Clear();
            foreach (var record in records)
                Put(record);
        }
    }

    public void Apply(IReadOnlyList<Change> changes)
    {
        lock (_lock)
        {
            foreach (var change in changes)
            {
                if (change.Record is { } record)
                    Put(record);
                else
                    Remove(change.Key);
            }
        }
    }

    /// <summary>
    /// A budget, the revision that last changed it, and what was reserved in it then or has been given back since; no
    /// budget if nobody has set it.
    /// </summary>
    public (BudgetRecord? Budget, long Revision, Money Reserved) Find(BudgetId id)
    {
        lock (_lock)
        {
            var (budget, revision) = _budgets.GetValueOrDefault(id.Text);
            return (budget, revision, _reserved.GetValueOrDefault(id.Text));
        }
    }

    public (ReservationRecord Reservation, long Revision)? Find(ReservationId id)
    {
        lock (_lock)
            return _reservations.TryGetValue(id, out var found) ? found : null;
    }

    /// <summary>The revision that last changed a record, as far as it is known here; null if there is none.</summary>
    public long? RevisionOf(RecordKey key)
    {
        if (TryReadId(key, out var id))
            return Find(id)?.Revision;
        lock (_lock)
            return _budgets.TryGetValue(NameOf(key), out var budget) ? budget.Revision : null;
    }

    /// <summary>What a swarm has spent and reserved in the last minute.</summary>
    public Money PaceOf(SwarmName swarm, DateTimeOffset now)
    {
        lock (_lock)
            return _trail.PaceOf(swarm, now);
    }

    /// <summary>How often a swarm has made a call lately.</summary>
    public int CallsOf(SwarmName swarm, string call, DateTimeOffset now)
    {
        lock (_lock)
            return _trail.CallsOf(swarm, call, now);
    }

    public IReadOnlyList<BudgetState> List(DateTimeOffset now)
    {
        lock (_lock)
        {
            return
            [
                .. _budgets.Select(known => new BudgetState(
                    BudgetId.Parse(known.Key), known.Value.Budget.At(now), _reserved.GetValueOrDefault(known.Key),
                    known.Value.Revision)).OrderBy(budget => budget.Id.Scope)
                    .ThenBy(budget => budget.Id.Text, StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>What is kept for helping with blocked tasks, and since when.</summary>
    public IReadOnlyList<(ReservationId Id, TaskId Task, DateTimeOffset At)> KeptForHelp()
    {
        lock (_lock)
            return [.. _forHelp.Select(known => (known.Key, known.Value.Task, known.Value.At))];
    }

    /// <summary>The reservations whose time has run out, a few at most.</summary>
    public IReadOnlyList<ReservationId> Expired(DateTimeOffset now, int atMost)
    {
        lock (_lock)
        {
            return
            [
                .. _reservations
                    .Where(known => known.Value.Reservation is { IsHeld: true } held && held.ExpiresAt <= now)
                    .Select(known => known.Key).Take(atMost),
            ];
        }
    }

    private void Put(Record record)
    {
        Remove(record.Key);
        try
        {
            if (!TryReadId(record.Key, out var id))
                _budgets[NameOf(record.Key)] = (RecordBytes.ReadBudget(record), record.ModifyRevision);
            else
                Put(id, RecordBytes.ReadReservation(record), record.ModifyRevision);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidDataException)
        {
            Unreadable?.Invoke(record.Key.Text, unreadable.Message);
        }
    }

    private void Put(ReservationId id, ReservationRecord reservation, long revision)
    {
        _reservations[id] = (reservation, revision);
        _trail.Add(id, reservation);
        if (!reservation.IsHeld)
            return;
        Count(reservation, reservation.Amount);
        if (TaskId.TryParse(reservation.Help, out var helped))
            _forHelp[id] = (helped, reservation.At);
    }

    private void Remove(RecordKey key)
    {
        if (!TryReadId(key, out var id))
            _budgets.Remove(NameOf(key));
        else if (_reservations.Remove(id, out var gone))
            Forget(id, gone.Reservation);
    }

    private void Forget(ReservationId id, ReservationRecord reservation)
    {
        _forHelp.Remove(id);
        _trail.Remove(id, reservation);
        if (reservation.IsHeld)
            Count(reservation, -reservation.Amount);
    }

    private void Count(ReservationRecord reservation, Money amount)
    {
        foreach (var budget in reservation.Path)
            _reserved[budget] = _reserved.GetValueOrDefault(budget) + amount;
    }

    private static string NameOf(RecordKey key) => key.Text[BudgetId.Prefix.Length..];

    private static bool TryReadId(RecordKey key, out ReservationId id)
    {
        id = default;
        return key.Text.StartsWith(ReservationId.Prefix, StringComparison.Ordinal)
            && ReservationId.TryParse(key.Text[ReservationId.Prefix.Length..], out id);
    }
}
