using InfraFabric.Coordinator.Blockers;
using InfraFabric.Coordinator.Claims;
using InfraFabric.Coordinator.Records;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator;

/// <content>Blockers: work that does not get on, and who is told.</content>
public sealed partial class FabricCoordinator
{
    /// <summary>What does not get on at present, the oldest first.</summary>
    public IReadOnlyList<BlockerRecord> Blockers => _board.Blockers();

    /// <summary>What does not get on for one reason.</summary>
    public IReadOnlyList<BlockerRecord> BlockersOf(BlockerKind kind) => _board.BlockersOf(kind);

    /// <summary>The owner of a task needs help: every orchestrator is told at once.</summary>
    public ValueTask<WorkOutcome> BlockAsync(
        TaskId id, long fence, string reason, IReadOnlyList<string>? needs, IReadOnlyList<string>? waitsFor,
        Cause cause, CancellationToken cancellationToken = default)
    {
        Require.Text(reason, "reason");
        Require.AtMost(waitsFor?.Count ?? 0, CoordinatorLimits.MaxDependencies, "waits_for");
        var blocker = new BlockerRecord
        {
            Task = id.ToString(),
            Kind = BlockerKind.Declared,
            Reason = reason,
            Fence = fence,
            Needs = Capabilities.Sorted(needs, "needs"),
            WaitsFor = waitsFor is { Count: > 0 } ? [.. waitsFor.Select(task => TaskId.Parse(task).ToString())] : null,
            RaisedAt = _time.GetUtcNow(),
        };
        return WorkAsync(
            id, fence, cause, "task.block", record => Continue(record, WorkPhase.Blocked), cancellationToken,
            also: record => Write.Put(
                Keys.Blocker(id), RecordBytes.Of(blocker with { Swarm = record.Claim!.Swarm })));
    }

    /// <summary>The owner of a blocked task gets on again.</summary>
    public ValueTask<WorkOutcome> UnblockAsync(
        TaskId id, long fence, Cause cause, CancellationToken cancellationToken = default) =>
        WorkAsync(id, fence, cause, "task.unblock", record => Continue(record, WorkPhase.Running), cancellationToken);

    /// <summary>Somebody has helped: the owner of the blocked task is told the answer and gets on.</summary>
    public ValueTask<AdminOutcome> ResolveAsync(
        TaskId id, string answer, Cause cause, CancellationToken cancellationToken = default)
    {
        Require.Text(answer, "answer");
        return AdministerAsync(
            id, cause, "task.resolve",
            (record, revision) => record.Claim is { Phase: WorkPhase.Blocked } claim
                ? record with
                {
                    Answer = answer,
                    Claim = claim with
                    {
                        Phase = WorkPhase.Running,
                        Fence = record.FenceAt(revision),
                        HeardAt = _time.GetUtcNow(),
                    },
                }
                : null,
            already: record => record.Answer == answer, cancellationToken);
    }
}
