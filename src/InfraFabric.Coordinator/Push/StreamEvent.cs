using InfraFabric.Coordinator.Blockers;
using InfraFabric.Coordinator.Board;
using InfraFabric.Coordinator.Governed;
using InfraFabric.Coordinator.Swarms;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Units;

namespace InfraFabric.Coordinator.Push;

/// <summary>One thing that a stream tells, as it was at its revision.</summary>
public readonly struct StreamEvent
{
    private readonly TaskEntry? _task;
    private readonly TaskRecord? _record;
    private readonly TaskState _state;
    private readonly long _modifyRevision;
    private readonly Money _spent;

    internal StreamEvent(StreamEventKind kind, TaskEntry task, TaskState state, Money spent)
    {
        Kind = kind;
        _task = task;
        _record = task.Record;
        _state = state;
        _modifyRevision = task.ModifyRevision;
        _spent = spent;
    }

    internal StreamEvent(
        StreamEventKind kind, TaskEntry task, TaskState state, Money spent, HelpCall help, BlockerRecord? blocker)
        : this(kind, task, state, spent)
    {
        Help = help;
        Blocker = blocker;
    }

    internal StreamEvent(StreamEventKind kind, BlockerRecord? blocker = null, SwarmProfile? swarm = null)
    {
        Kind = kind;
        Blocker = blocker;
        Swarm = swarm;
    }

    public StreamEventKind Kind { get; }

    public BlockerRecord? Blocker { get; }

    public SwarmProfile? Swarm { get; }

    /// <summary>What help the swarm is asked for.</summary>
    public HelpCall? Help { get; }

    /// <summary>The task that it is about, if it is about one. Made when asked for: most readers are on time.</summary>
    public TaskView? Task => _task is null
        ? null
        : new TaskView(_task.Id, _state, _task.SpecBytes, _record!, _modifyRevision, _spent);
}
