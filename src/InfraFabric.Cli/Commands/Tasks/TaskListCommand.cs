using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Commands.Tasks;

internal static class TaskListCommand
{
    public static Command Create()
    {
        var verb = new Verb("list", "List tasks, the oldest first.")
        {
            Examples =
                ["task list", "task list --state running,blocked --type review", "task list --phase build --json"],
            Options =
            {
                TaskFilters.State, TaskFilters.Swarm, TaskFilters.Type, TaskFilters.Phase, TaskFilters.Session,
                TaskFilters.Limit, TaskFilters.After,
            },
        };
        verb.Answers(() => ApiJson.Wire.TaskPageBody, ListAsync, Show);
        return verb;
    }

    public static void Show(TaskPageBody page, Terminal terminal)
    {
        if (page.Tasks.Count == 0 && page.NextAfter is null)
        {
            terminal.Line("There is no such task.");
            terminal.Hint("Add one: ifctl task add TYPE --payload '{\"a\":1}'");
            return;
        }

        terminal.Table(TaskText.Headings, page.Tasks.Select(TaskText.Row));
        if (page.NextAfter is not null)
            terminal.Hint($"There is more: --after {page.NextAfter}");
    }

    private static async Task<TaskPageBody> ListAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await TaskFilters.ReadAsync(fabric, TaskFilters.Of(run, states: null));
    }
}
