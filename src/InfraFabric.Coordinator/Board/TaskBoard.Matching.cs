using InfraFabric.Coordinator.Claims;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Ids;

namespace InfraFabric.Coordinator.Board;

/// <content>Which task goes to which swarm.</content>
internal sealed partial class TaskBoard
{
    private const int MaxCrowdedLooked = 64;

    private readonly Queue<Reservation> _matches = [];
    private readonly Queue<Chore> _chores = [];

    // Swarms with more than one task that they have not accepted yet.
    private readonly HashSet<SwarmEntry> _crowded = [];

    /// <summary>Keeps the best task for a swarm; null if there is none for it, or it has no room.</summary>
    public Reservation? ReserveBest(SwarmEntry swarm, out bool noRoom)
    {
        lock (_lock)
        {
            noRoom = !HasRoomForOffers(swarm);
            return !noRoom && BestFor(swarm, mayTakeOffers: true) is { } task ? Reserve(task, swarm) : null;
        }
    }

    /// <summary>Keeps the best tasks for a swarm, as many as it has room for.</summary>
    public IReadOnlyList<Reservation> ReserveMany(SwarmEntry swarm, int count, out bool noRoom)
    {
        var kept = new List<Reservation>(count);
        lock (_lock)
        {
            noRoom = !HasRoomForOffers(swarm);
            while (kept.Count < count && HasRoomForOffers(swarm)
                && BestFor(swarm, mayTakeOffers: true) is { } task)
            {
                kept.Add(Reserve(task, swarm));
            }
        }

        return kept;
    }

    /// <summary>Keeps a task for a swarm, whoever else here is about to take it: the commits decide.</summary>
    public Reservation Keep(TaskEntry task, SwarmEntry swarm)
    {
        lock (_lock)
        {
            EndReservation(task);
            return Reserve(task, swarm);
        }
    }

    /// <summary>Whether a swarm may own one task more; one that was offered to it has its place already.</summary>
    public bool HasRoom(SwarmEntry swarm, TaskRecord record)
    {
        lock (_lock)
            return record.Offer?.Swarm == swarm.Name ? HasRoomForOffers(swarm) : swarm.MayTake;
    }

    /// <summary>Keeps a place for a task that is about to be added, with a swarm here that can do it at once.</summary>
    public Reservation? ReserveSwarmFor(TaskId added, IReadOnlyList<string> required)
    {
        lock (_lock)
        {
            if (_idleHere == 0 || BestOf(LaneOf(required), passedBy: null) is not { } swarm)
                return null;
            var task = new TaskEntry(added);
            _tasks.Add(added, task);
            return KeepUnderLock(task, swarm);
        }
    }

    /// <summary>Gives a task back that was not taken.</summary>
    public void GiveBack(Reservation reservation)
    {
        bool work;
        lock (_lock)
        {
            var task = reservation.Task;
            if (task.ReservationNumber != reservation.Number || task.ReservedFor is null)
                return;
            EndReservation(task);
            if (task.IsWhole)
                Requeue(task);
            else if (task.Dependents is null)
                _tasks.Remove(task.Id);
            work = Match();
        }

        if (work)
            Changed();
    }

    /// <summary>Why a swarm cannot claim a task whose record is this; null if it can try.</summary>
    public ClaimOutcome? Judge(
        TaskEntry task, TaskRecord record, long revision, SwarmEntry swarm, bool dependenciesDone)
    {
        lock (_lock)
        {
            if (record.Claim is { } claim)
            {
                return claim.Swarm == swarm.Name && claim.Session == swarm.Session
                    ? ClaimOutcome.Of(new Claim(
                        task.Id, claim.Fence ?? revision, record.Attempt, task.SpecBytes, record.Checkpoint))
                    : new ClaimOutcome(ClaimVerdict.AlreadyOwned, Owner: claim.Swarm);
            }

            if (record.IsEnded)
                return new ClaimOutcome(ClaimVerdict.NotReady, State: StateOf(record));
            if (record.Offer is { } offer && offer.Swarm != swarm.Name && offer.Until > time.GetUtcNow())
                return new ClaimOutcome(ClaimVerdict.AlreadyOwned, Owner: offer.Swarm);
            if (record.NotBefore > time.GetUtcNow() || (task.OpenDependencies > 0 && !dependenciesDone))
                return new ClaimOutcome(ClaimVerdict.NotReady, State: TaskState.Waiting);
            return IsQualified(swarm, task.Lane!) ? null : new ClaimOutcome(ClaimVerdict.NotCapable);
        }
    }

    public bool TryTakeMatch(out Reservation match)
    {
        lock (_lock)
            return _matches.TryDequeue(out match);
    }

    public bool TryTakeChore(out Chore chore)
    {
        lock (_lock)
            return _chores.TryDequeue(out chore) || _agenda.TryTake(time.GetUtcNow(), out chore);
    }

    /// <summary>When there will be something to see to; null when nothing is planned.</summary>
    public DateTimeOffset? NextDue()
    {
        lock (_lock)
            return _chores.Count > 0 ? time.GetUtcNow() : _agenda.Next;
    }

    /// <summary>A chore that could not be done is seen to later.</summary>
    public void PutBack(Chore chore, TimeSpan after)
    {
        lock (_lock)
            _agenda.Add(time.GetUtcNow() + after, chore.Kind, chore.Task);
    }

    /// <summary>A pause between two attempts is over.</summary>
    public void Wake(TaskEntry task)
    {
        bool work;
        lock (_lock)
        {
            Requeue(task);
            work = Match();
        }

        if (work)
            Changed();
    }

    private void AddChore(ChoreKind kind, TaskEntry task) => _chores.Enqueue(new Chore(kind, task));

    private static bool HasRoomForOffers(SwarmEntry swarm) =>
        swarm.Held.Count + swarm.Coming < swarm.Capacity
        && (swarm.Offered.Count > 0 || swarm.Busy < swarm.Capacity);

    private bool Match()
    {
        foreach (var task in _freshlyReady)
        {
            if (task.Queued && BestOf(task.Lane!, task.Record.PassedBy) is { } swarm)
                Pair(task, swarm);
        }

        _freshlyReady.Clear();
        for (var i = 0; i < _freshlyIdle.Count; i++)
        {
            var swarm = _freshlyIdle[i];
            while (swarm.IsIdleHere && BestFor(swarm, mayTakeOffers: false) is { } task)
                Pair(task, swarm);
        }

        _freshlyIdle.Clear();
        return _matches.Count > 0;
    }

    private void Pair(TaskEntry task, SwarmEntry swarm) => _matches.Enqueue(Reserve(task, swarm));

    private Reservation Reserve(TaskEntry task, SwarmEntry swarm)
    {
        TurnsOf(task.Priority).Serve(task.Turn);
        var reservation = KeepUnderLock(task, swarm);
        Requeue(task);
        return reservation;
    }

    private Reservation KeepUnderLock(TaskEntry task, SwarmEntry swarm)
    {
        task.ReservedFor = swarm;
        ComingTo(swarm, 1);
        return new Reservation(task, swarm, ++task.ReservationNumber, task.Record, task.ModifyRevision);
    }

    private void EndReservation(TaskEntry task)
    {
        if (task.ReservedFor is not { } swarm)
            return;
        task.ReservedFor = null;
        ComingTo(swarm, -1);
    }

    private void ComingTo(SwarmEntry swarm, int change)
    {
        Unlist(swarm);
        swarm.Coming += change;
        if (change > 0)
            swarm.LastServed = ++_served;
        List(swarm);
    }

    private static SwarmEntry? BestOf(Lane lane, string? passedBy)
    {
        (SwarmEntry Swarm, double Match)? best = null;
        SwarmEntry? lastResort = null;
        foreach (var (set, match) in lane.Sets)
        {
            var candidate = set.Idle.Min;
            if (candidate is not null && candidate.Name == passedBy)
            {
                lastResort = candidate;
                candidate = set.Idle.Skip(1).FirstOrDefault();
            }

            if (candidate is not null
                && (best is not { } other || SwarmRank.Compare(match, candidate, other.Match, other.Swarm) < 0))
            {
                best = (candidate, match);
            }
        }

        return best?.Swarm ?? lastResort;
    }

    private TaskEntry? BestFor(SwarmEntry swarm, bool mayTakeOffers)
    {
        if (mayTakeOffers
            && swarm.Offered.Where(task => task.ReservedFor is null).MinBy(task => task.Order) is { } offered)
            return offered;
        if (swarm.Busy >= swarm.Capacity)
            return null;
        TaskEntry? best = null;
        foreach (var lane in swarm.Set?.Lanes ?? [])
        {
            if (lane.Count > 0 && lane.Peek() is { } task && (best is null || task.Order < best.Order)
                && (mayTakeOffers || task.Record.PassedBy != swarm.Name || IsAlone(lane, swarm)))
            {
                best = task;
            }
        }

        return best ?? StolenFor(swarm);
    }

    // Whoever let a task pass gets it again only if nobody else could take it.
    private static bool IsAlone(Lane lane, SwarmEntry swarm) =>
        lane.Sets.TrueForAll(
            joined => joined.Set.Idle.Count == 0 || (joined.Set.Idle.Count == 1 && joined.Set.Idle.Contains(swarm)));

    /// <summary>
    /// Work that waits with a crowded swarm while this one has none: the last one offered there, so that what comes
    /// next there is not disturbed.
    /// </summary>
    private TaskEntry? StolenFor(SwarmEntry swarm)
    {
        foreach (var crowded in _crowded.Take(MaxCrowdedLooked))
        {
            var waiting = crowded.Offered.Where(task => task.ReservedFor is null).ToList();
            if (crowded == swarm || waiting.Count - swarm.Offered.Count - swarm.Coming < 2)
                continue;
            var task = waiting.Where(task => IsQualified(swarm, task.Lane!)).MaxBy(task => task.Order);
            if (task is not null)
                return task;
        }

        return null;
    }
}
