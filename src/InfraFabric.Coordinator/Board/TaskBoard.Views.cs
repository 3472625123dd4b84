using InfraFabric.Coordinator.Claims;
using InfraFabric.Coordinator.Hosting;
using InfraFabric.Coordinator.Swarms;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator.Board;

/// <content>The board as it is shown.</content>
internal sealed partial class TaskBoard
{
    public TaskView View(TaskEntry task)
    {
        lock (_lock)
        {
            return new TaskView(
                task.Id, StateUnderLock(task), task.SpecBytes, task.Record, task.ModifyRevision,
                _spent.GetValueOrDefault(task.Id));
        }
    }

    /// <summary>Where a task with this record stands.</summary>
    public TaskState StateOf(TaskEntry task, TaskRecord record)
    {
        lock (_lock)
        {
            return record.Stage == TaskStage.Open && (task.OpenDependencies > 0 || record.NotBefore > time.GetUtcNow())
                ? TaskState.Waiting
                : StateOf(record);
        }
    }

    public IReadOnlyList<SwarmView> Swarms()
    {
        lock (_lock)
        {
            return [.. _swarms.Values.Where(swarm => swarm.Profile is not null).Select(ViewUnderLock)
                .OrderBy(swarm => swarm.Profile.Name, StringComparer.Ordinal)];
        }
    }

    public SwarmView? ViewSwarm(string name)
    {
        lock (_lock)
            return _swarms.GetValueOrDefault(name) is { Profile: not null } swarm ? ViewUnderLock(swarm) : null;
    }

    public IReadOnlyList<TaskView> TasksWith(string name)
    {
        lock (_lock)
        {
            return _swarms.GetValueOrDefault(name) is { } swarm
                ? [.. swarm.Held.Concat(swarm.Offered).OrderBy(task => task.Order).Select(View)]
                : [];
        }
    }

    /// <summary>The claims that a swarm's session still has from one request.</summary>
    public IReadOnlyList<Claim> ClaimsOf(SwarmEntry swarm, long session, string request)
    {
        lock (_lock)
        {
            return
            [
                .. swarm.Held.Where(task => task.Record.Claim?.Session == session
                        && task.Record.Claim.Request == request)
                    .OrderBy(task => task.Order)
                    .Select(task => new Claim(
                        task.Id, task.Record.FenceAt(task.ModifyRevision)!.Value, task.Record.Attempt, task.SpecBytes,
                        task.Record.Checkpoint)),
            ];
        }
    }

    public CoordinatorStatus Status(StateStats store, ClaimRates claims)
    {
        lock (_lock)
        {
            return new CoordinatorStatus
            {
                Store = store,
                Members = [.. _members.Values.OrderBy(member => member.Name, StringComparer.Ordinal)],
                Revision = Revision,
                Swarms = SwarmCount,
                SwarmsAtWork = _swarms.Values.Count(swarm => swarm.Session != 0),
                Streams = _streams.Count,
                Tasks = Enum.GetValues<TaskState>().ToDictionary(state => state, state => _states[(int)state]),
                Blockers = _blockers.Count,
                Claims = claims,
            };
        }
    }

    private static SwarmView ViewUnderLock(SwarmEntry swarm) => new(
        swarm.Profile!, swarm.ProfileRevision, swarm.Session == 0 ? null : swarm.Session, swarm.SessionRecord?.Since,
        swarm.Held.Count, swarm.Offered.Count, swarm.Stream is not null, swarm.Offers, swarm.Breaker);
}
