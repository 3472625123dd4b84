using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Cli.Commands.Tasks;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Coordinator;

internal static class CoordinatorTasksCommand
{
    private static readonly TimeSpan LongestUndrawn = TimeSpan.FromMilliseconds(250);

    private static readonly Option<bool> Watch = new("--watch")
    {
        Description = "Go on showing them as they change: a live table on a terminal, one change on a line elsewhere.",
    };

    public static Command Create()
    {
        var verb = new Verb("tasks", "Show the tasks that have not ended; with --state, those in other states.")
        {
            Examples =
                ["coordinator tasks", "coordinator tasks --watch", "coordinator tasks --state dead,failed --json"],
            Options =
            {
                Watch, TaskFilters.State, TaskFilters.Swarm, TaskFilters.Type, TaskFilters.Phase, TaskFilters.Session,
                TaskFilters.Limit, TaskFilters.After,
            },
        };
        verb.Runs(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        var query = TaskFilters.Of(run, TaskFilters.Open);
        if (!run.Get(Watch))
        {
            var page = await TaskFilters.ReadAsync(fabric, query);
            run.Terminal.Answer(page, () => ApiJson.Wire.TaskPageBody, TaskListCommand.Show);
            return ExitCodes.Done;
        }

        try
        {
            await WatchAsync(run, new TaskFeed(fabric, query));
        }
        catch (OperationCanceledException) when (run.Cancellation.IsCancellationRequested)
        {
            // To be stopped is how a watch ends.
            return ExitCodes.Done;
        }

        return ExitCodes.Done;
    }

    private static Task WatchAsync(CommandRun run, TaskFeed feed) =>
        run.Terminal.Json || run.Terminal.Redirected
            ? LinesAsync(run, feed)
            : LiveTable.RunAsync(TaskText.Headings, table => DrawAsync(run, feed, table));

    /// <summary>Draws after each change; of many that come at once only some of the pictures between.</summary>
    private static async Task DrawAsync(CommandRun run, TaskFeed feed, LiveTable table)
    {
        await using var changes = feed.ReadAsync(run.Cancellation).GetAsyncEnumerator(run.Cancellation);
        var drawn = run.Time.GetTimestamp();
        for (var next = changes.MoveNextAsync().AsTask(); await next;)
        {
            next = changes.MoveNextAsync().AsTask();
            if (next.IsCompleted && run.Time.GetElapsedTime(drawn) < LongestUndrawn)
                continue;
            var tasks = feed.Tasks;
            table.Show([.. tasks.Select(TaskText.Row)], $"Tasks: {tasks.Count}. Ctrl-C ends this.");
            drawn = run.Time.GetTimestamp();
        }
    }

    private static async Task LinesAsync(CommandRun run, TaskFeed feed)
    {
        await foreach (var changed in feed.ReadAsync(run.Cancellation))
        {
            foreach (var task in changed is null ? feed.Tasks : [changed])
            {
                if (run.Terminal.Json)
                    run.Terminal.JsonLine(task, ApiJson.Wire.TaskBody);
                else
                    run.Terminal.Line(TaskText.Line(task));
            }
        }
    }
}
