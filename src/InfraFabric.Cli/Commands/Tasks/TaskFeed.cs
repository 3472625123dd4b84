using System.Runtime.CompilerServices;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Frame;
using InfraFabric.Client;
using InfraFabric.Client.Push;

namespace InfraFabric.Cli.Commands.Tasks;

/// <summary>
/// The tasks that were asked for, as they change. Whenever the stream begins, or begins again after a gap, they are
/// read anew, so that nothing that happened in between is missed; what is known already is not told again.
/// </summary>
internal sealed class TaskFeed(ServedFabric fabric, TasksQuery query)
{
    // What is shown is drawn while the next change is waited for.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TaskBody> _known = [];
    private bool _hasBegun;

    /// <summary>All tasks that are as asked for, the oldest first.</summary>
    public IReadOnlyList<TaskBody> Tasks
    {
        get
        {
            lock (_lock)
                return [.. _known.Values.OrderBy(task => task.Id, StringComparer.Ordinal)];
        }
    }

    /// <summary>
    /// What changes; null once, when all that there was has been read. A task that is no longer as asked for is told a
    /// last time.
    /// </summary>
    public async IAsyncEnumerable<TaskBody?> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var happened in fabric.ListenAsync(TaskCalls.Watch.Request(null)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (happened.Kind == PushedEvent.Picture)
            {
                var news = await ReadAllAsync();
                foreach (var task in _hasBegun ? news : [null])
                    yield return task;
                _hasBegun = true;
            }
            else if (happened.Body?.Task is { } changed && Learn(changed))
            {
                yield return changed;
            }
        }
    }

    private async Task<List<TaskBody?>> ReadAllAsync()
    {
        var news = new List<TaskBody?>();
        var gone = Tasks.Select(task => task.Id).ToHashSet();
        var ask = query with { Limit = 1000, After = null };
        do
        {
            var page = await TaskFilters.ReadAsync(fabric, ask);
            gone.ExceptWith(page.Tasks.Select(task => task.Id));
            news.AddRange(page.Tasks.Where(Learn));
            ask = ask with { After = page.NextAfter };
        }
        while (ask.After is not null);
        foreach (var id in gone)
        {
            var task = await fabric.CallAsync<TaskBody>(TaskCalls.Show, id);
            if (Learn(task))
                news.Add(task);
        }

        return news;
    }

    private bool Learn(TaskBody task)
    {
        lock (_lock)
        {
            var before = _known.GetValueOrDefault(task.Id);
            if (before is not null && (before.Revision > task.Revision
                || (before.Revision == task.Revision && before.State == task.State)))
            {
                return false;
            }

            var isAsked = query.Takes(task);
            if (isAsked)
                _known[task.Id] = task;
            else
                _known.Remove(task.Id);
            return isAsked || before is not null;
        }
    }
}
