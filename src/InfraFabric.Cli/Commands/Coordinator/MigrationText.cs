using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Rendering;
using InfraFabric.Coordinator.Migration;

namespace InfraFabric.Cli.Commands.Coordinator;

/// <summary>A migration, as it is shown.</summary>
internal static class MigrationText
{
    public static MigrationAnswer AnswerOf(
        MigrationPlan plan, bool dryRun, Func<MigrationTask, (MigrationAction Action, string? Id)> become)
    {
        return new MigrationAnswer
        {
            DryRun = dryRun,
            Repository = plan.Repository,
            Files = plan.FilesRead,
            Tasks = [.. plan.Tasks.Select(task => Of(task, become(task)))],
            Swarms = [.. plan.Swarms.Select(swarm => swarm.Name.Text)],
            Conflicts = [.. plan.Conflicts.Select(found =>
                new MigrationFinding(found.Source.ToString(), found.What, found.Becomes))],
            Unread = [.. plan.Unread.Select(line => new MigrationFinding(line.Source.ToString(), line.Text, line.Why))],
        };
    }

    public static void Show(MigrationAnswer answer, Terminal terminal)
    {
        if (answer.Tasks.Count > 0)
        {
            terminal.Table(
                ["TASK", "BECOMES", "ACTION", "WAITS FOR", "TITLE", "SOURCE"],
                answer.Tasks.Select(Row));
            terminal.Line();
        }

        Show("Conflicts, and what is imported if they stay:", answer.Conflicts, terminal);
        Show("Unread:", answer.Unread, terminal);
        if (answer.Swarms.Count > 0)
            terminal.Line($"Swarms on the boards: {string.Join(", ", answer.Swarms)}.");
        terminal.Line(Summary(answer));
    }

    private static string[] Row(MigratedTaskAnswer task) =>
    [
        task.Label, task.State, task.Action, string.Join(",", task.DependsOn ?? []), task.Title, task.Source,
    ];

    private static void Show(string head, IReadOnlyList<MigrationFinding> found, Terminal terminal)
    {
        if (found.Count == 0)
            return;
        terminal.Line(head);
        foreach (var line in found)
            terminal.Line($"  {line.Source}: {line.What}\n    {line.Why}");
        terminal.Line();
    }

    private static string Summary(MigrationAnswer answer)
    {
        var create = Count(answer, MigrationAction.Create);
        var created = Count(answer, MigrationAction.Created);
        var known = Count(answer, MigrationAction.Known);
        var differs = Count(answer, MigrationAction.Differs);
        var done = answer.DryRun ? $"Would create {create} tasks" : $"Created {created} tasks";
        var before = known > 0 ? $"; {known} were imported before" : "";
        var other = differs > 0 ? $"; {differs} were imported before in another form, and stay as they are" : "";
        return $"{done}{before}{other}. {answer.Files} files were read.";
    }

    private static int Count(MigrationAnswer answer, MigrationAction action) =>
        answer.Tasks.Count(task => task.Action == NameOf(action));

    private static MigratedTaskAnswer Of(MigrationTask task, (MigrationAction Action, string? Id) become)
    {
        var state = task.IsCompleted ? "completed" : "available";
        return new MigratedTaskAnswer(
            task.Label, task.Title, state, task.Source.ToString(), NameOf(become.Action), become.Id)
        {
            DependsOn = task.DependsOn.Count > 0 ? task.DependsOn : null,
            Session = task.Session,
            Phase = task.Phase,
        };
    }

    private static string NameOf(MigrationAction action) => action.ToString().ToLowerInvariant();
}
