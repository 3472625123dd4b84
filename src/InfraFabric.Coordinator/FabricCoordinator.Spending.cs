using System.Text.Json;
using InfraFabric.Coordinator.Blockers;
using InfraFabric.Coordinator.Board;
using InfraFabric.Coordinator.Claims;
using InfraFabric.Coordinator.Records;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator;

/// <content>
/// Who may spend: what a commit of another part must be guarded by, so that only the owner spends. And what becomes of
/// work for which the money has run out.
/// </content>
public sealed partial class FabricCoordinator
{
    /// <summary>The session on which a swarm spends; null when it has ended.</summary>
    public async ValueTask<Spender?> FindSpenderAsync(
        SwarmName swarm, long session, Cause cause, CancellationToken cancellationToken = default) =>
        await FindOwnerAsync(swarm, session, cause, cancellationToken) is { } owner
            ? new Spender(swarm, LeaseOf(owner), Guard.Unchanged(owner.SessionKey, session))
            : null;

    /// <summary>
    /// The owner of a task that spends on it, guarded by its claim: whoever has lost the task can spend nothing on it
    /// any more. No spender if its session has ended.
    /// </summary>
    public async ValueTask<(WorkOutcome Outcome, Spender? Spender)> FindSpenderAsync(
        TaskId id, long fence, Cause cause, CancellationToken cancellationToken = default)
    {
        var task = await FindTaskAsync(id, cancellationToken);
        if (task is null)
            return (new WorkOutcome(WorkVerdict.NotFound), null);
        var (record, revision) = _board.Read(task);
        if (record.FenceAt(revision) != fence)
        {
            // The board may be behind, so only the store can say that a fence is stale.
            if (await ReadTaskAsync(id, cancellationToken) is not { } stored)
                return (new WorkOutcome(WorkVerdict.NotFound), null);
            (record, revision) = stored;
        }

        if (record.FenceAt(revision) != fence || record.Claim is not { } claim)
            return (new WorkOutcome(WorkVerdict.FenceStale, TaskBoard.StateOf(record)), null);
        var spender = await FindSpenderAsync(
            SwarmName.Parse(claim.Swarm), claim.Session, cause, cancellationToken);
        return (new WorkOutcome(WorkVerdict.Done), spender is null ? null : spender with
        {
            Guard = Guard.Unchanged(Keys.Task(id), revision),
            Task = task.ReadSpec(),
        });
    }

    /// <summary>
    /// The money for a task has run out: its owner keeps it, and its checkpoint, but cannot go on until there is more.
    /// </summary>
    public ValueTask<WorkOutcome> PauseAsync(
        TaskId id, long fence, string budget, Money amount, JsonElement? checkpoint, Cause cause,
        CancellationToken cancellationToken = default)
    {
        Require.Payload(checkpoint, "checkpoint");
        var blocker = new BlockerRecord
        {
            Task = id.ToString(),
            Kind = BlockerKind.Budget,
            Reason = $"The budget {budget} has not the {amount} that it needs.",
            Fence = fence,
            Budget = budget,
            Amount = amount,
            RaisedAt = _time.GetUtcNow(),
        };
        return WorkAsync(
            id, fence, cause, "task.pause",
            record => Continue(record, WorkPhase.Blocked) with { Checkpoint = checkpoint ?? record.Checkpoint },
            cancellationToken,
            also: record => Write.Put(
                Keys.Blocker(id), RecordBytes.Of(blocker with { Swarm = record.Claim!.Swarm })));
    }

    private async ValueTask<Money> ReadSpentAsync(TaskId id, CancellationToken cancellationToken)
    {
        var record = await _store.GetAsync(Keys.TaskBudget(id), null, cancellationToken);
        var budget = record is null
            ? null
            : JsonSerializer.Deserialize(record.Value.Span, CoordinatorJson.Stored.TaskBudgetRecord);
        return budget?.Ever ?? Money.Zero;
    }
}
