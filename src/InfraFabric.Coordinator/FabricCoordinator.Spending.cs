using InfraFabric.Coordinator.Claims;
using InfraFabric.Coordinator.Records;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator;

/// <content>Who may spend: what a commit of another part must be guarded by, so that only the owner spends.</content>
public sealed partial class FabricCoordinator
{
    /// <summary>The session on which a swarm spends; null when it has ended.</summary>
    public async ValueTask<Spender?> FindSpenderAsync(
        SwarmName swarm, long session, Cause cause, CancellationToken cancellationToken = default) =>
        await FindOwnerAsync(swarm, session, cause, cancellationToken) is { } owner
            ? new Spender(LeaseOf(owner), Guard.Unchanged(owner.SessionKey, session))
            : null;

    /// <summary>
    /// The session of a swarm that spends on a task, guarded by its claim: whoever has lost the task can spend nothing
    /// on it any more.
    /// </summary>
    public async ValueTask<(WorkVerdict Verdict, TaskState? State, Spender? Spender)> FindSpenderAsync(
        SwarmName swarm, long session, TaskId id, long fence, Cause cause,
        CancellationToken cancellationToken = default)
    {
        var spender = await FindSpenderAsync(swarm, session, cause, cancellationToken);
        if (spender is null)
            return (WorkVerdict.Done, null, null);
        (TaskRecord Record, long ModifyRevision)? known = _board.Find(id) is { } task ? _board.Read(task) : null;
        if (known is not { } read || read.Record.FenceAt(read.ModifyRevision) != fence)
            known = await ReadTaskAsync(id, cancellationToken);
        if (known is not var (record, revision))
            return (WorkVerdict.NotFound, null, null);
        return record.FenceAt(revision) == fence && record.Claim?.Swarm == swarm.Text
            ? (WorkVerdict.Done, null, spender with { Guard = Guard.Unchanged(Keys.Task(id), revision) })
            : (WorkVerdict.FenceStale, Board.TaskBoard.StateOf(record), null);
    }
}
