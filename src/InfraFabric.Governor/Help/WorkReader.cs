using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Budgets;
using InfraFabric.Governor.Policy;
using InfraFabric.Governor.Records;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Help;

/// <summary>Reads what the coordinator has written of a task.</summary>
internal sealed class WorkReader(IStateStore store, FabricBudgets budgets)
{
    public const string Tasks = "tasks/";
    public const string Specs = "specs/";
    public const string Blockers = "blockers/";

    /// <summary>A task as it is now; null if there is none, or it cannot be read.</summary>
    public async Task<WorkAtHand?> ReadAsync(
        TaskId id, PolicyRecord policy, BlockerMark? blocker, CancellationToken cancellationToken)
    {
        var task = await ReadAsync(Tasks, id, GovernorJson.Stored.TaskMark, cancellationToken);
        var spec = await ReadAsync(Specs, id, GovernorJson.Stored.SpecMark, cancellationToken);
        if (task is null || spec is null)
            return null;
        blocker ??= await ReadAsync(Blockers, id, GovernorJson.Stored.BlockerMark, cancellationToken);
        return new WorkAtHand
        {
            Task = id,
            Kind = spec.Type ?? "",
            Stage = task.Stage ?? "open",
            Owner = task.Claim?.Swarm ?? blocker?.Swarm,
            Blocked = blocker?.Reason,
            Required = Read(blocker?.Needs is { Count: > 0 } needs ? needs : spec.Requires),
            Budget = spec.Budget,
            Value = ValueOf(id, spec, policy),
        };
    }

    /// <summary>What may still be spent on a task, and never more than the policy lets one task cost.</summary>
    private Money ValueOf(TaskId id, SpecMark spec, PolicyRecord policy) => Money.Min(
        budgets.Find(BudgetId.Task(id))?.Left ?? spec.Budget ?? policy.MaxCostPerTask, policy.MaxCostPerTask);

    private async Task<T?> ReadAsync<T>(
        string prefix, TaskId id, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var record = await store.GetAsync(new RecordKey(prefix + id), null, cancellationToken);
        try
        {
            return record is null ? null : JsonSerializer.Deserialize(record.Value.Span, type);
        }
        catch (JsonException)
        {
            // The coordinator tells of records that cannot be read.
            return null;
        }
    }

    private static List<Capability> Read(IReadOnlyList<string>? texts)
    {
        var read = new List<Capability>();
        foreach (var text in texts ?? [])
        {
            if (Capability.TryParse(text, out var capability) && !read.Contains(capability))
                read.Add(capability);
        }

        return read;
    }
}
