using System.Text.Json;
using InfraFabric.State.Contract;

namespace InfraFabric.Optimise.Spends;

/// <summary>Finds what a task is: its spec stands in the state for as long as the task does.</summary>
internal sealed class TaskSpecs(IStateStore store)
{
    public async ValueTask<TaskFacts?> FindAsync(string task, CancellationToken cancellationToken)
    {
        var record = await store.GetAsync(new RecordKey($"specs/{task}"), null, cancellationToken);
        return record is null ? null : Read(record.Value);
    }

    /// <summary>What the entry of a new task tells of it; null if that is nothing.</summary>
    public static TaskFacts? Of(LedgerFact added) => added.Named("type") is { } kind
        ? new TaskFacts(kind, added.Named("requires") is { Length: > 0 } requires ? requires : null)
        : null;

    internal static TaskFacts? Read(ReadOnlyMemory<byte> spec)
    {
        try
        {
            using var json = JsonDocument.Parse(spec);
            if (!json.RootElement.TryGetProperty("type", out var type) || type.GetString() is not { } kind)
                return null;
            var requires = json.RootElement.TryGetProperty("requires", out var list)
                ? list.EnumerateArray().Select(item => item.GetString()).Order(StringComparer.Ordinal).ToList()
                : [];
            return new TaskFacts(kind, requires.Count > 0 ? string.Join(' ', requires) : null);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // Another part's record, in a form that this one does not know: then nothing is known of the task.
            return null;
        }
    }
}
