using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;
using InfraFabric.Client;
using InfraFabric.Coordinator.Migration;

namespace InfraFabric.Cli.Commands.Coordinator;

/// <summary>The tasks that migrations have created so far, as a server has them.</summary>
internal sealed class KnownTasks
{
    private readonly Dictionary<string, TaskBody> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TaskBody> _byId = new(StringComparer.Ordinal);

    /// <summary>None, where no server was asked.</summary>
    public static KnownTasks None { get; } = new();

    public static async Task<KnownTasks> ReadAsync(ServerCaller caller, CancellationToken cancellationToken)
    {
        var known = new KnownTasks();
        string? after = null;
        do
        {
            var path = $"{TaskCalls.List.Path}?type={MigrationTask.TaskType}&limit=1000"
                + (after is null ? "" : $"&after={after}");
            var page = await caller.GetAsync(path, ApiJson.Default.TaskPageBody, cancellationToken);
            foreach (var task in page.Tasks)
                known.Add(task);
            after = page.NextAfter;
        }
        while (after is not null);
        return known;
    }

    /// <summary>The id of the task that a key has made.</summary>
    public string? Find(string idempotencyKey) => _byKey.GetValueOrDefault(idempotencyKey)?.Id;

    /// <summary>A task as it was when it was read.</summary>
    public TaskBody? Show(string id) => _byId.GetValueOrDefault(id);

    public static bool IsEnded(TaskBody task) => task.State is "completed" or "failed" or "cancelled" or "dead";

    private void Add(TaskBody task)
    {
        _byId[task.Id] = task;
        if (task.Spec.IdempotencyKey is { } key)
            _byKey[key] = task;
    }
}
