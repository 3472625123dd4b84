using System.Text.Json;
using System.Text.Json.Nodes;
using InfraFabric.Api.Calls;
using InfraFabric.Server.OpenApi;

namespace InfraFabric.Server.Mcp;

/// <summary>The schemas of tools: one flat object of arguments, and the answer of the call.</summary>
internal static class McpSchemas
{
    public const string Why = "why";

    public const string IdempotencyKey = "idempotency_key";

    private const string Prefix = "#/$defs/";

    public static JsonElement InputOf(ApiCall call)
    {
        var schemas = new BodySchemas(Prefix);
        var body = call.Takes is { } takes ? schemas.WholeSent(takes) : [];
        var properties = body["properties"]?.AsObject() ?? [];
        var required = body["required"]?.AsArray().Select(name => (string)name!).ToList() ?? [];
        foreach (var parameter in call.InPath.Concat(call.Query))
        {
            var schema = OpenApiParameters.SchemaOf(parameter);
            schema.Insert(0, "description", parameter.Description);
            properties.Add(parameter.Name, schema);
            if (parameter.IsRequired)
                required.Add(parameter.Name);
        }

        if (call.TakesWhy)
            properties.Add(Why, Text("The reason for the change, kept with it."));
        if (HasKeyBeside(call))
            properties.Add(IdempotencyKey, Text("Makes the call safe to repeat: the same key has its effect once."));
        return Close(new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties.DeepClone(),
            ["required"] = new JsonArray([.. required.Select(name => (JsonNode)name)]),
            ["additionalProperties"] = false,
        }, schemas);
    }

    /// <summary>Nothing, where the call answers with nothing.</summary>
    public static JsonElement? OutputOf(ApiCall call)
    {
        if (call.Gives is not { } gives)
            return null;
        var schemas = new BodySchemas(Prefix);
        return Close(schemas.WholeAnswered(gives), schemas);
    }

    /// <summary>Whether an idempotency key goes beside the body, because the body has no place for it.</summary>
    public static bool HasKeyBeside(ApiCall call) => call.TakesIdempotencyKey
        && call.Takes?.Invoke(Api.ApiJson.Strict).Properties.Any(member => member.Name == IdempotencyKey) != true;

    private static JsonObject Text(string description) =>
        new() { ["description"] = description, ["type"] = "string" };

    private static JsonElement Close(JsonObject schema, BodySchemas schemas)
    {
        if (schemas.Kept.Count > 0)
        {
            schema["$defs"] = new JsonObject(schemas.Kept.Select(kept =>
                KeyValuePair.Create(kept.Key, (JsonNode?)kept.Value.DeepClone())));
        }

        using var document = JsonDocument.Parse(schema.ToJsonString());
        return document.RootElement.Clone();
    }
}
