using System.Net.ServerSentEvents;
using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Coordinator;

/// <summary>Shows each change of some tasks until all of them have ended.</summary>
/// <param name="caller">The server.</param>
/// <param name="labels">What each task is called on the board, by its id.</param>
/// <param name="time">The clock.</param>
/// <param name="terminal">Where changes are shown.</param>
internal sealed class MigrationMonitor(
    ServerCaller caller, IReadOnlyDictionary<string, string> labels, TimeProvider time, Terminal terminal)
{
    /// <summary>For how long a stream that was lost is tried to get back.</summary>
    private static readonly TimeSpan ResumeWithin = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ResumePause = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<string, long> _shown = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ended = new(StringComparer.Ordinal);

    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        var lostAt = 0L;
        while (true)
        {
            try
            {
                if (await ReadAsync(() => lostAt = 0, cancellationToken))
                    return;
            }
            catch (Exception lost) when (lost is IOException || (lost is FabricException { Error.Retryable: true }
                && (lostAt == 0 || time.GetElapsedTime(lostAt) < ResumeWithin)))
            {
                // The server may be starting again, or another have taken its place.
            }

            lostAt = lostAt == 0 ? time.GetTimestamp() : lostAt;
            await Task.Delay(ResumePause, time, cancellationToken);
        }
    }

    /// <summary>True once all tasks have ended; false when the stream has.</summary>
    private async Task<bool> ReadAsync(Action connected, CancellationToken cancellationToken)
    {
        using var response = await caller.SendAsync(TaskCalls.Watch.Path, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(body).EnumerateAsync(cancellationToken))
        {
            connected();
            if (item.EventType == "bye")
                return false;
            // A picture says that some changes were not told: the list has what became of the tasks.
            if (item.EventType == "picture")
                await ShowAllAsync(cancellationToken);
            else if (JsonSerializer.Deserialize(item.Data, ApiJson.Default.SwarmEventBody) is { Task: { } task })
                Show(task);
            if (_ended.Count == labels.Count)
                return true;
        }

        return false;
    }

    private async Task ShowAllAsync(CancellationToken cancellationToken)
    {
        var known = await KnownTasks.ReadAsync(caller, cancellationToken);
        foreach (var id in labels.Keys)
        {
            if (known.Show(id) is { } task)
                Show(task);
        }
    }

    private void Show(TaskBody task)
    {
        if (!labels.TryGetValue(task.Id, out var label) || _shown.GetValueOrDefault(task.Id) >= task.Revision)
            return;
        _shown[task.Id] = task.Revision;
        if (KnownTasks.IsEnded(task))
            _ended.Add(task.Id);
        else
            _ended.Remove(task.Id);
        if (terminal.Json)
            terminal.JsonLine(task, ApiJson.Wire.TaskBody);
        else
            terminal.Line($"{task.Revision}  {label}  {task.State}{WhoHas(task)}  {task.Spec.Title}".TrimEnd());
    }

    private static string WhoHas(TaskBody task) =>
        task.Swarm is { } swarm ? $" by {swarm}" : task.OfferedTo is { } offered ? $", offered to {offered}" : "";
}
