using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Commands.Tasks;

internal static class TaskDeadCommand
{
    public static Command Create()
    {
        var verb = new Verb("dead", "List dead letters: tasks whose attempts are used up.")
        {
            Examples = ["task dead", "task dead --type review --json"],
            Options =
                { TaskFilters.Type, TaskFilters.Phase, TaskFilters.Session, TaskFilters.Limit, TaskFilters.After },
        };
        verb.Answers(() => ApiJson.Wire.TaskPageBody, ListAsync, Show);
        return verb;
    }

    private static async Task<TaskPageBody> ListAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await TaskFilters.ReadAsync(fabric, TaskFilters.Of(run, states: "dead"));
    }

    private static void Show(TaskPageBody page, Terminal terminal)
    {
        if (page.Tasks.Count == 0 && page.NextAfter is null)
        {
            terminal.Line("There are no dead letters.");
            return;
        }

        terminal.Table(
            ["TASK", "TYPE", "ATTEMPTS", "LAST SWARM", "REASON"],
            page.Tasks.Select(task => new[]
            {
                task.Id, task.Spec.Type, $"{task.Attempt}", task.Swarm ?? "", TaskText.OneLine(task.Reason ?? ""),
            }));
        terminal.Hint("Try one again: ifctl task requeue TASK. Give one up: ifctl task discard TASK.");
        if (page.NextAfter is not null)
            terminal.Hint($"There is more: --after {page.NextAfter}");
    }
}
