using System.Text.Json;
using InfraFabric.Coordinator.Records;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator.Board;

/// <summary>
/// Everything that the store knows of swarms and tasks, in the shape that answers quickly: which task is the best for a
/// swarm, who could do a task, who holds what. It is fed by one watch of the store, in the order of the revisions, and
/// by nothing else; what a server is about to change is only reserved on it until the watch brings the change. So it
/// may be behind, but never wrong: every commit is guarded by what was read here.
/// </summary>
internal sealed partial class TaskBoard(TimeProvider time, TimeSpan keepEnded)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TaskId, TaskEntry> _tasks = [];
    private readonly Dictionary<string, SwarmEntry> _swarms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CapabilitySet> _sets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Records.MemberRecord> _members = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, FairTurns> _turns = [];
    private readonly Agenda _agenda = new();
    private readonly List<TaskEntry> _freshlyReady = [];
    private readonly List<SwarmEntry> _freshlyIdle = [];
    private readonly PriorityQueue<TaskCompletionSource, long> _waiting = new();
    private readonly int[] _states = new int[Enum.GetValues<TaskState>().Length];
    private long _age;
    private long _served;
    private int _idleHere;

    /// <summary>Everything up to this revision is on the board.</summary>
    public long Revision { get; private set; }

    /// <summary>Tasks that have not ended.</summary>
    public int OpenTasks { get; private set; }

    /// <summary>Swarms that have a profile, at work or not.</summary>
    public int SwarmCount { get; private set; }

    /// <summary>Told, outside the lock, that there are chores or matches to see to.</summary>
    public Action Changed { get; set; } = static () => { };

    /// <summary>Told of a record that cannot be read; it is passed over.</summary>
    public Action<RecordKey, Exception> Unreadable { get; set; } = static (_, _) => { };

    /// <summary>Takes over the records of a page of the first list.</summary>
    public void Load(IEnumerable<Record> records)
    {
        lock (_lock)
        {
            foreach (var record in records)
                Apply(new Change(record.Key, record));
        }
    }

    /// <summary>The first list is whole.</summary>
    public void Loaded(long revision)
    {
        lock (_lock)
        {
            Revision = revision;
        }

        Changed();
    }

    /// <summary>Takes over what one revision has changed, and tells the streams that it concerns.</summary>
    public void Apply(ChangeBatch batch)
    {
        bool work;
        List<TaskCompletionSource>? reached;
        lock (_lock)
        {
            foreach (var change in batch.Changes)
                Apply(change);
            Revision = batch.Revision;
            Tell(batch.Revision);
            work = Match() || _chores.Count > 0;
            reached = TakeReached();
        }

        if (work)
            Changed();
        reached?.ForEach(static waiting => waiting.TrySetResult());
    }

    /// <summary>
    /// Takes over a whole list of the records in place of changes that the store has forgotten: what is not in it is
    /// gone.
    /// </summary>
    public void Replace(IReadOnlyList<Record> records, long revision)
    {
        var listed = records.Select(record => record.Key.Text).ToHashSet(StringComparer.Ordinal);
        List<Change> changes;
        lock (_lock)
        {
            changes =
            [
                .. StoredKeys().Where(key => !listed.Contains(key)).Select(key => new Change(new RecordKey(key), null)),
            ];
        }

        Apply(new ChangeBatch(revision, [.. changes, .. records.Select(record => new Change(record.Key, record))]));
    }

    /// <summary>Waits until a revision is on the board, which must be one that changed a record.</summary>
    public async ValueTask ReachAsync(long revision, CancellationToken cancellationToken)
    {
        TaskCompletionSource waiting;
        lock (_lock)
        {
            if (Revision >= revision)
                return;
            waiting = new TaskCompletionSource();
            _waiting.Enqueue(waiting, revision);
        }

        await using var giveUp = cancellationToken.UnsafeRegister(
            static (waiting, token) => ((TaskCompletionSource)waiting!).TrySetCanceled(token), waiting);
        await waiting.Task;
    }

    public TaskEntry? Find(TaskId id)
    {
        lock (_lock)
            return _tasks.GetValueOrDefault(id) is { IsWhole: true } task ? task : null;
    }

    /// <summary>The record of a task as the board has it; the caller guards its commit with the revision.</summary>
    public (TaskRecord Record, long ModifyRevision) Read(TaskEntry task)
    {
        lock (_lock)
            return (task.Record, task.ModifyRevision);
    }

    private List<TaskCompletionSource>? TakeReached()
    {
        List<TaskCompletionSource>? reached = null;
        while (_waiting.TryPeek(out _, out var revision) && revision <= Revision)
            (reached ??= []).Add(_waiting.Dequeue());
        return reached;
    }

    private void Apply(Change change)
    {
        try
        {
            ApplyRecord(change);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidDataException or FabricException)
        {
            // One bad record must not keep all the others from being followed.
            Unreadable(change.Key, unreadable);
        }
    }

    private void ApplyRecord(Change change)
    {
        var key = change.Key.Text.AsSpan();
        var slash = key.IndexOf('/');
        if (slash < 0)
            return;
        var name = key[(slash + 1)..];
        switch (key[..(slash + 1)])
        {
            case Keys.Tasks:
                ApplyTask(name, change.Record);
                break;
            case Keys.Specs:
                ApplySpec(name, change.Record);
                break;
            case Keys.Sessions:
                ApplySession(name.ToString(), change.Record);
                break;
            case Keys.Swarms:
                ApplySwarm(name.ToString(), change.Record);
                break;
            case Keys.Blockers:
                ApplyBlocker(name, change.Record);
                break;
            case Keys.Members:
                ApplyMember(name.ToString(), change.Record);
                break;
            default:
                ApplyGoverned(key[..(slash + 1)], name, change.Record);
                break;
        }
    }

    /// <summary>The keys of the records that the board stands for.</summary>
    private IEnumerable<string> StoredKeys() =>
        _tasks.Values.Where(task => task.IsWhole).SelectMany(
            task => new[] { $"{Keys.Specs}{task.Id}", $"{Keys.Tasks}{task.Id}" })
        .Concat(_swarms.Values.Where(swarm => swarm.Profile is not null).Select(s => Keys.Swarms + s.Name))
        .Concat(_swarms.Values.Where(swarm => swarm.Session != 0).Select(s => Keys.Sessions + s.Name))
        .Concat(_blockers.Keys.Select(id => $"{Keys.Blockers}{id}"))
        .Concat(_members.Keys.Select(name => Keys.Members + name))
        .Concat(GovernedKeys());
}
