using System.Text.Json;
using InfraFabric.State.Contract;

namespace InfraFabric.Simulation.Coordination;

/// <summary>
/// Reads every version of every task's record as it is stored, and notes what must never be: an owner who takes a task
/// from another, a task that comes back after its end.
/// </summary>
internal sealed class OwnershipLedger(List<string> problems)
{
    private readonly Dictionary<string, (string Stage, long? Fence)> _tasks = [];
    private readonly Dictionary<string, long> _completedUnder = [];

    /// <summary>Tasks that are completed.</summary>
    public int Ended => _completedUnder.Count;

    public async Task FollowAsync(IStateStore store, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var batch in store.WatchAsync("tasks/", 0, cancellationToken))
            {
                foreach (var change in batch.Changes)
                    Note(change);
            }
        }
        catch (OperationCanceledException)
        {
            // The storm is over.
        }
    }

    public void RequireCompletedUnder(string task, long fence)
    {
        if (_completedUnder.GetValueOrDefault(task) != fence)
            problems.Add($"Task {task} was acknowledged under fence {fence}, and is not completed under it.");
    }

    private void Note(Change change)
    {
        var task = change.Key.Text["tasks/".Length..];
        if (change.Record is not { } record)
        {
            problems.Add($"Task {task} was deleted.");
            return;
        }

        using var json = JsonDocument.Parse(record.Value);
        var stage = json.RootElement.GetProperty("stage").GetString()!;
        var fence = json.RootElement.TryGetProperty("claim", out var claim)
            ? claim.TryGetProperty("fence", out var known) ? known.GetInt64() : record.ModifyRevision
            : (long?)null;
        var before = _tasks.GetValueOrDefault(task, ("", null));
        if (before.Stage == "completed")
            problems.Add($"Task {task} changed to {stage} after its end, at revision {record.ModifyRevision}.");
        if (before.Fence is not null && fence is not null && before.Fence != fence)
            problems.Add($"Task {task} went from claim {before.Fence} to claim {fence} without being free between.");
        if (stage == "completed")
            _completedUnder[task] = before.Fence ?? 0;
        _tasks[task] = (stage, fence);
    }
}
