using System.Text.Json;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Commands.Tasks;

/// <summary>Tasks as text.</summary>
internal static class TaskText
{
    public static readonly IReadOnlyList<string> Headings =
        ["TASK", "STATE", "TYPE", "SWARM", "PRIORITY", "ATTEMPT", "TITLE"];

    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string[] Row(TaskBody task) =>
    [
        task.Id, task.State, task.Spec.Type, SwarmOf(task), $"{task.Spec.Priority}",
        $"{task.Attempt}/{task.Spec.MaxAttempts}", OneLine(task.Spec.Title ?? ""),
    ];

    /// <summary>One change on one line: what became of the task, and why.</summary>
    public static string Line(TaskBody task)
    {
        var said = task.State is "running" or "claimed" ? task.Progress?.Note : task.Reason;
        return $"{task.Revision}  {task.State,-9}  {task.Spec.Type}  {task.Id}  {SwarmOf(task)}  {OneLine(said ?? "")}"
            .TrimEnd();
    }

    /// <summary>Who has it; in brackets, who may still accept it.</summary>
    public static string SwarmOf(TaskBody task) =>
        task.Swarm ?? (task.OfferedTo is { } offered ? $"({offered})" : "");

    public static bool HasEnded(string state) => state is "completed" or "failed" or "cancelled" or "dead";

    /// <summary>JSON with its members below each other.</summary>
    public static string Pretty(JsonElement json)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, Readable))
            json.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }

    public static string OneLine(string text) => text.ReplaceLineEndings(" ").Replace('\t', ' ');

    /// <summary>Where a task stands after a call.</summary>
    public static void Show(TaskStateBody after, Terminal terminal) =>
        terminal.Line($"Task {after.Id} is {after.State}.");
}
