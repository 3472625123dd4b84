using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Api.Swarms;
using InfraFabric.Api.Tasks;
using InfraFabric.Coordinator;
using InfraFabric.Coordinator.Blockers;
using InfraFabric.Coordinator.Governed;
using InfraFabric.Coordinator.Swarms;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;

namespace InfraFabric.Server.Coordination;

/// <summary>What the coordinator has, as the API shows it.</summary>
internal static class TaskBodies
{
    public static TaskDraft DraftOf(TaskAddBody body, string? idempotencyKey) => new()
    {
        Name = body.Name,
        Type = body.Type,
        Title = body.Title,
        Payload = body.Payload,
        PayloadHash = body.PayloadHash,
        Requires = body.Requires,
        Priority = body.Priority,
        FairnessKey = body.FairnessKey,
        FairnessWeight = body.FairnessWeight,
        DependsOn = body.DependsOn,
        Deadline = body.Deadline,
        MaxAttempts = body.MaxAttempts,
        BackoffMs = body.BackoffMs,
        Budget = body.Budget,
        StallAfterS = body.StallAfterS,
        IdempotencyKey = body.IdempotencyKey ?? idempotencyKey,
        Phase = body.Phase,
        Session = body.Session,
        Parent = body.Parent,
    };

    public static TaskBody From(TaskView task, ReadOnlyMemory<byte>? result = null) => new()
    {
        Id = task.Id.ToString(),
        State = NameOf(task.State),
        Revision = task.Revision,
        Attempt = task.Attempt,
        Swarm = task.Swarm,
        Fence = task.Fence,
        ClaimedAt = task.ClaimedAt,
        OfferedTo = task.OfferedTo,
        OfferedUntil = task.OfferedUntil,
        NotBefore = task.NotBefore,
        Progress = task.Progress is { } said ? new ProgressNoteBody(said.Note, said.Percent, said.At) : null,
        Checkpoint = task.Checkpoint,
        ResultHash = task.ResultHash,
        Result = result is { } json ? JsonSerializer.Deserialize(json.Span, ApiJson.Default.JsonElement) : null,
        Reason = task.Reason,
        Answer = task.Answer,
        Spent = task.Spent == Money.Zero ? null : task.Spent,
        EndedAt = task.EndedAt,
        Spec = JsonSerializer.Deserialize(task.SpecJson.Span, ApiJson.Default.TaskSpecBody)!,
    };

    public static BlockerBody From(BlockerRecord blocker) => new()
    {
        Task = blocker.Task,
        Kind = NameOf(blocker.Kind),
        Reason = blocker.Reason,
        Swarm = blocker.Swarm,
        Fence = blocker.Fence,
        Needs = blocker.Needs,
        WaitsFor = blocker.WaitsFor,
        Cycle = blocker.Cycle,
        Budget = blocker.Budget,
        Amount = blocker.Amount,
        RaisedAt = blocker.RaisedAt,
    };

    public static HelpCallBody From(HelpCall help, TaskId task) => new()
    {
        Task = task.ToString(),
        Capability = help.Capability,
        Reservation = help.Reservation,
        Amount = help.Amount,
    };

    public static SwarmBody From(SwarmProfile profile) => new()
    {
        Name = profile.Name,
        Owner = profile.Owner,
        Capabilities = profile.Capabilities,
        Capacity = profile.Capacity,
        Weight = profile.Weight,
        CostPerHour = profile.CostPerHour,
        Orchestrator = profile.Orchestrator,
        SessionTtlS = profile.SessionTtlS,
        Draining = profile.Draining,
    };

    public static SwarmBody From(SwarmView swarm) => From(swarm.Profile) with
    {
        Capabilities = swarm.Offers,
        Breaker = swarm.Breaker switch
        {
            BreakerState.Open => "open",
            BreakerState.HalfOpen => "half_open",
            _ => null,
        },
        Revision = swarm.Revision,
        Session = swarm.Session,
        Since = swarm.Since,
        Held = swarm.Held,
        Offered = swarm.Offered,
        Connected = swarm.Connected,
    };

    public static StatusBody From(CoordinatorStatus status) => new()
    {
        Backend = status.Store.Backend,
        Members = [.. status.Members.Select(m => new MemberBody(m.Name, m.Url, m.Version, m.Since))],
        Revision = status.Store.Revision,
        Lag = status.Lag,
        Swarms = status.Swarms,
        SwarmsAtWork = status.SwarmsAtWork,
        Streams = status.Streams,
        Tasks = status.Tasks.ToDictionary(pair => NameOf(pair.Key), pair => pair.Value),
        Blockers = status.Blockers,
        ClaimsLastMinute = status.Claims.LastMinute,
        ClaimsPerSecond = Math.Round(status.Claims.PerSecond, 2),
        ClaimP50Ms = Milliseconds(status.Claims.Median),
        ClaimP99Ms = Milliseconds(status.Claims.P99),
    };

    public static string NameOf<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static double? Milliseconds(TimeSpan? time) =>
        time is { } known ? Math.Round(known.TotalMilliseconds, 2) : null;
}
