using System.Text.Json;
using System.Text.Json.Nodes;
using InfraFabric.Api;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Frame;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Units;

namespace InfraFabric.Cli.Commands.Tasks;

/// <summary>
/// A file of tasks, YAML or JSON: a list of them, or a document whose member <c>tasks</c> is one. A task has the
/// members of the API, and <c>budget</c> in dollars, for people.
/// </summary>
internal static class TaskFile
{
    public static async Task<TasksAddBody> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var bytes = await JsonArgument.ReadFileAsync(path, "--file", cancellationToken);
        try
        {
            return Parse(path, bytes);
        }
        catch (JsonException wrong)
        {
            throw Wrong(path, $"it cannot be read at {wrong.Path ?? "$"}: a member there is unknown, missing, there"
                + " twice or of another type", wrong);
        }
    }

    private static TasksAddBody Parse(string path, byte[] bytes)
    {
        var root = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? JsonNode.Parse(bytes)
            : YamlJson.Parse(path, bytes);
        if (root is JsonArray list)
            root = new JsonObject { ["tasks"] = list };
        if (root is not JsonObject document || document["tasks"] is not JsonArray { Count: > 0 } tasks)
            throw Wrong(path, "it has no list of tasks", null);
        foreach (var task in tasks.OfType<JsonObject>())
            InDollars(task);
        return document.Deserialize(ApiJson.Strict.TasksAddBody) ?? throw new JsonException();
    }

    private static void InDollars(JsonObject task)
    {
        if (task["budget"] is not JsonValue budget)
            return;
        task.Remove("budget");
        task["budget_micro_usd"] = Money.Parse(budget.ToString()).MicroUsd;
    }

    private static FabricException Wrong(string path, string why, Exception? cause) => new(ErrorTable.JsonInvalid,
        $"The tasks of {path} cannot be added.", $"In that file, {why}.",
        "Correct it: docs/guides/tasks-and-swarms.md shows one.", cause);
}
