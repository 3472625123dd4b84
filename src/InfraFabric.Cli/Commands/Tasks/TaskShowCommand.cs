using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Commands.Tasks;

internal static class TaskShowCommand
{
    public static Command Create()
    {
        var verb = new Verb("show", "Show a task: what was asked for, who has it, how it gets on, its result.")
        {
            Examples = ["task show 0198c5a2-1f00-7abc-8def-0123456789ab"],
            Arguments = { TaskOptions.Task },
        };
        verb.Answers(() => ApiJson.Wire.TaskBody, ShowAsync, Show);
        return verb;
    }

    private static async Task<TaskBody> ShowAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await fabric.CallAsync<TaskBody>(TaskCalls.Show, run.Get(TaskOptions.Task)!);
    }

    private static void Show(TaskBody task, Terminal terminal)
    {
        terminal.Table(["TASK", task.Id], [.. RowsOf(task).Where(row => row.Value is not null)
            .Select(row => new[] { row.Name, row.Value! })]);
        Json("payload", task.Spec.Payload, terminal);
        Json("checkpoint", task.Checkpoint, terminal);
        Json("result", task.Result, terminal);
    }

    private static IEnumerable<(string Name, string? Value)> RowsOf(TaskBody task) =>
    [
        ("state", task.State),
        ("type", task.Spec.Type),
        ("title", task.Spec.Title),
        ("reason", task.Reason),
        ("answer", task.Answer),
        ("swarm", task.Swarm),
        ("offered to", task.OfferedTo),
        ("fence", task.Fence is { } fence ? $"{fence}" : null),
        ("claimed", Moment(task.ClaimedAt)),
        ("progress", task.Progress is { } said ? $"{said.Note}{(said.Percent is { } p ? $" ({p} %)" : "")}" : null),
        ("attempt", $"{task.Attempt} of {task.Spec.MaxAttempts}"),
        ("not before", Moment(task.NotBefore)),
        ("requires", Items(task.Spec.Requires)),
        ("depends on", Items(task.Spec.DependsOn)),
        ("priority", $"{task.Spec.Priority}"),
        ("deadline", Moment(task.Spec.Deadline)),
        ("budget", task.Spec.Budget is { } budget ? $"{budget}" : null),
        ("spent", task.Spent is { } spent ? $"{spent}" : null),
        ("phase", task.Spec.Phase),
        ("session", task.Spec.Session),
        ("parent", task.Spec.Parent),
        ("added", $"{TimeText.Of(task.Spec.CreatedAt)} by {task.Spec.CreatedBy}"),
        ("ended", Moment(task.EndedAt)),
        ("payload hash", task.Spec.PayloadHash),
        ("result hash", task.ResultHash),
        ("revision", $"{task.Revision}"),
    ];

    private static string? Items(IReadOnlyList<string>? items) => items is null ? null : string.Join(", ", items);

    private static string? Moment(DateTimeOffset? moment) => moment is { } known ? TimeText.Of(known) : null;

    private static void Json(string name, System.Text.Json.JsonElement? json, Terminal terminal)
    {
        if (json is not { } value)
            return;
        terminal.Line();
        terminal.Line(name.ToUpperInvariant());
        terminal.Line(TaskText.Pretty(value));
    }
}
