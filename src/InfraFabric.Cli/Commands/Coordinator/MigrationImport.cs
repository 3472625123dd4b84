using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
using InfraFabric.Api.Swarms;
using InfraFabric.Api.Tasks;
using InfraFabric.Client;
using InfraFabric.Coordinator;
using InfraFabric.Coordinator.Migration;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Coordinator;

/// <summary>
/// Brings a plan into the fabric. Whatever was imported before is found again by its key, so that a run that was cut
/// off is finished by running it again.
/// </summary>
/// <param name="caller">The server.</param>
/// <param name="known">The tasks of earlier runs.</param>
/// <param name="time">The clock.</param>
/// <param name="why">The reason, kept with every change.</param>
internal sealed class MigrationImport(ServerCaller caller, KnownTasks known, TimeProvider time, string? why)
{
    // Nobody else has it, so nobody else is given what only has to be written down.
    private const string RecordsWhatIsDone = "migration:record";

    private const string Swarm = "migration";
    private const int TasksPerCall = 100;
    private const int MaxClaimTries = 50;

    private static readonly TimeSpan ClaimPause = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<string, MigratedTask> _tasks = new(StringComparer.Ordinal);

    /// <summary>How many have been looked at so far.</summary>
    public int Done => _tasks.Count;

    public async Task<IReadOnlyDictionary<string, MigratedTask>> RunAsync(
        MigrationPlan plan, CancellationToken cancellationToken)
    {
        foreach (var batch in plan.Tasks.Chunk(TasksPerCall))
            await AddAsync(batch, cancellationToken);
        var open = plan.Tasks.Where(IsToBeCompleted).Select(task => _tasks[task.Label].Id).ToList();
        if (open.Count > 0)
            await CompleteAsync(open, cancellationToken);
        return _tasks;
    }

    // One that was created before as something that waits to be done is the fabric's by now. One that is dead is no
    // more written down than one that waits: that it cannot be claimed then says so.
    private bool IsToBeCompleted(MigrationTask task) =>
        task.IsCompleted && _tasks[task.Label].Action != MigrationAction.Differs
        && known.Show(_tasks[task.Label].Id)?.State is not ("completed" or "cancelled");

    private async Task AddAsync(MigrationTask[] batch, CancellationToken cancellationToken)
    {
        try
        {
            var body = new TasksAddBody([.. batch.Select(BodyOf)]);
            var request = ServerRequest.Post(TaskCalls.AddMany.Path, body, ApiJson.Default.TasksAddBody);
            var answer = await CallAsync(request, ApiJson.Default.TasksAddedBody, cancellationToken);
            for (var i = 0; i < batch.Length; i++)
                Note(batch[i], answer.Tasks[i]);
        }
        catch (FabricException differs) when (differs.Error == ErrorTable.IdempotencyMismatch)
        {
            // Which of them it is, is found by adding them one by one; those that were added are known then.
            foreach (var task in batch)
                await AddAsync(task, cancellationToken);
        }
    }

    private async Task AddAsync(MigrationTask task, CancellationToken cancellationToken)
    {
        try
        {
            var request = ServerRequest.Post(TaskCalls.Add.Path, BodyOf(task), ApiJson.Default.TaskAddBody);
            Note(task, await CallAsync(request, ApiJson.Default.TaskAddedBody, cancellationToken));
        }
        catch (FabricException differs) when (
            differs.Error == ErrorTable.IdempotencyMismatch && known.Find(task.IdempotencyKey) is not null)
        {
            _tasks[task.Label] = new MigratedTask(known.Find(task.IdempotencyKey)!, MigrationAction.Differs);
        }
    }

    private void Note(MigrationTask task, TaskAddedBody added) => _tasks[task.Label] = new MigratedTask(
        added.Id, known.Find(task.IdempotencyKey) is null ? MigrationAction.Created : MigrationAction.Known);

    private TaskAddBody BodyOf(MigrationTask task)
    {
        var draft = task.ToDraft();
        return new TaskAddBody
        {
            Name = draft.Name,
            Type = draft.Type,
            Title = draft.Title,
            Payload = draft.Payload,
            Phase = draft.Phase,
            Session = draft.Session,
            Budget = draft.Budget,
            IdempotencyKey = draft.IdempotencyKey,
            Requires = task.IsCompleted ? [RecordsWhatIsDone] : null,
            // A run that is cut off between claim and completion counts as an attempt, and says nothing of the task.
            MaxAttempts = task.IsCompleted ? CoordinatorLimits.MaxAttempts : null,
            DependsOn = draft.DependsOn is { } labels ? [.. labels.Select(PlaceOf)] : null,
        };
    }

    // What an earlier call has added is named by its id, what comes in the same call by its label.
    private string PlaceOf(string label) => _tasks.TryGetValue(label, out var added) ? added.Id : label;

    private async Task CompleteAsync(IReadOnlyList<string> tasks, CancellationToken cancellationToken)
    {
        var register = new RegisterBody { Capabilities = [RecordsWhatIsDone], Capacity = 1, SessionTtlS = 600 };
        var session = (await CallAsync(
            ServerRequest.Put(SwarmCalls.Register.For(Swarm), register, ApiJson.Default.RegisterBody),
            ApiJson.Default.SessionBody, cancellationToken)).Session;
        foreach (var task in tasks)
        {
            var fence = await ClaimAsync(session, task, cancellationToken);
            var complete = ServerRequest.Post(
                ClaimCalls.Complete.For(task), new CompleteBody(fence), ApiJson.Default.CompleteBody);
            await CallAsync(complete, ApiJson.Default.TaskStateBody, cancellationToken);
        }

        var leave = ServerRequest.Post(
            SwarmCalls.Leave.For(Swarm), new SessionRefBody(session), ApiJson.Default.SessionRefBody);
        await caller.CallAsync(leave with { Why = why }, cancellationToken);
    }

    // What a run that was cut off had claimed is free again as soon as the end of its session has been seen to.
    private async Task<long> ClaimAsync(long session, string task, CancellationToken cancellationToken)
    {
        var ask = ServerRequest.Post(
            ClaimCalls.Claim.For(Swarm), new ClaimAskBody { Session = session, Task = task },
            ApiJson.Default.ClaimAskBody);
        for (var tries = 1; ; tries++)
        {
            try
            {
                return (await CallAsync(ask, ApiJson.Default.ClaimsBody, cancellationToken)).Claims[0].Fence;
            }
            catch (FabricException owned) when (owned.Error == ErrorTable.TaskOwned && tries < MaxClaimTries)
            {
                await Task.Delay(ClaimPause, time, cancellationToken);
            }
        }
    }

    private async Task<T> CallAsync<T>(
        ServerRequest request, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type,
        CancellationToken cancellationToken)
        where T : class =>
        (await caller.CallAsync(request with { Why = why }, type, cancellationToken)).Body;
}
