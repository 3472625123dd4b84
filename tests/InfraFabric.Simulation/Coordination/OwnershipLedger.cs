using System.Text.Json;
using InfraFabric.State.Contract;

namespace InfraFabric.Simulation.Coordination;

/// <summary>
/// Reads every version of every task's record as it is stored, and notes what must never be: an owner who takes a task
/// from another, a fence that is not greater than the one before, a task that comes back after its end.
/// </summary>
internal sealed class OwnershipLedger(List<string> problems)
{
    private readonly Dictionary<string, (string Stage, long? Fence)> _tasks = [];
    private readonly Dictionary<string, long> _fences = [];
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

    /// <summary>Reads what has happened up to now.</summary>
    public async Task ReadAsync(IStateStore store, CancellationToken cancellationToken)
    {
        var last = await LastChangeAsync(store, cancellationToken);
        await foreach (var batch in store.WatchAsync("tasks/", 0, cancellationToken))
        {
            foreach (var change in batch.Changes)
                Note(change);
            if (batch.Revision >= last)
                return;
        }
    }

    public void RequireCompletedUnder(string task, long fence)
    {
        if (_completedUnder.GetValueOrDefault(task) != fence)
            problems.Add($"Task {task} was acknowledged under fence {fence}, and is not completed under it.");
    }

    private static async Task<long> LastChangeAsync(IStateStore store, CancellationToken cancellationToken)
    {
        var last = 0L;
        RecordPage? page = null;
        do
        {
            page = await store.ListAsync(
                new ListQuery("tasks/", StateLimits.MaxPageSize)
                {
                    After = page?.Records[^1].Key,
                    AtRevision = page?.Revision,
                },
                cancellationToken);
            last = page.Records.Select(record => record.ModifyRevision).Append(last).Max();
        }
        while (page.More);
        return last;
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
        if (fence is { } claimed && fence != before.Fence)
        {
            if (claimed <= _fences.GetValueOrDefault(task))
                problems.Add($"Task {task} was claimed under {claimed} after {_fences[task]}.");
            _fences[task] = claimed;
        }

        if (stage == "completed")
            _completedUnder[task] = before.Fence ?? 0;
        _tasks[task] = (stage, fence);
    }
}
