using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;
using InfraFabric.Client.Push;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;

namespace InfraFabric.Cli.Commands.Tasks;

internal static class TaskWatchCommand
{
    private static readonly Argument<string> Which = new("TASK")
    {
        Description = "Only this task, until it has ended; the exit code says whether it was completed.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create()
    {
        var verb = new Verb("watch", "Show changes of tasks as they happen, one on a line.")
        {
            Examples =
            [
                "task watch", "task watch --type review --json", "task watch 0198c5a2-1f00-7abc-8def-0123456789ab",
            ],
            Arguments = { Which },
            Options =
                { TaskFilters.State, TaskFilters.Swarm, TaskFilters.Type, TaskFilters.Phase, TaskFilters.Session },
        };
        verb.Runs(WatchAsync);
        return verb;
    }

    private static async Task<int> WatchAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        var changes = fabric.ListenAsync(TaskCalls.Watch.Request(null));
        try
        {
            return run.Get(Which) is { } id
                ? await WatchOneAsync(run, fabric, changes, TaskId.Parse(id).ToString())
                : await WatchAllAsync(run, changes, TaskFilters.Of(run, states: null));
        }
        catch (OperationCanceledException) when (run.Cancellation.IsCancellationRequested)
        {
            // To be stopped is how a watch ends.
            return ExitCodes.Done;
        }
    }

    private static async Task<int> WatchAllAsync(
        CommandRun run, IAsyncEnumerable<PushedEvent> changes, TasksQuery query)
    {
        var pictures = 0;
        await foreach (var happened in changes)
        {
            if (happened.Kind == PushedEvent.Picture && pictures++ > 0)
                run.Terminal.Hint("The stream began anew; changes may have been missed. See 'ifctl task list'.");
            if (happened.Body?.Task is { } task && query.Takes(task))
                Show(task, run.Terminal);
        }

        return ExitCodes.Done;
    }

    private static async Task<int> WatchOneAsync(
        CommandRun run, ServedFabric fabric, IAsyncEnumerable<PushedEvent> changes, string id)
    {
        var shown = 0L;
        await foreach (var happened in changes)
        {
            // After a gap the task itself is asked for: what counts is how it stands.
            var task = happened.Kind == PushedEvent.Picture
                ? await fabric.CallAsync<TaskBody>(TaskCalls.Show, id)
                : happened.Body?.Task;
            if (task?.Id != id || task.Revision <= shown)
                continue;
            shown = task.Revision;
            Show(task, run.Terminal);
            if (TaskText.HasEnded(task.State))
                return task.State == "completed" ? ExitCodes.Done : ExitCodes.CheckFailed;
        }

        return ExitCodes.Done;
    }

    private static void Show(TaskBody task, Terminal terminal)
    {
        if (terminal.Json)
            terminal.JsonLine(task, ApiJson.Wire.TaskBody);
        else
            terminal.Line(TaskText.Line(task));
    }
}
