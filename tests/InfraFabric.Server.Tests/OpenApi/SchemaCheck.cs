using System.Text.Json;

namespace InfraFabric.Server.Tests.OpenApi;

/// <summary>Holds values to the part of JSON schema that the description of the API uses.</summary>
internal sealed class SchemaCheck(JsonElement document)
{
    /// <summary>The schema of what a call answers with.</summary>
    public JsonElement AnswerOf(string path, string method, string status = "200") => document.GetProperty("paths")
        .GetProperty(path).GetProperty(method).GetProperty("responses").GetProperty(status).GetProperty("content")
        .EnumerateObject().Single().Value.GetProperty("schema");

    public JsonElement Named(string name) =>
        document.GetProperty("components").GetProperty("schemas").GetProperty(name);

    /// <summary>What is wrong with a value; nothing, if it matches.</summary>
    public IEnumerable<string> Faults(JsonElement schema, JsonElement value, string at = "$")
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Faults(Named(reference.GetString()!.Split('/')[^1]), value, at);
        return TypeFault(schema, value, at)
            .Concat(value.ValueKind == JsonValueKind.Object ? MemberFaults(schema, value, at) : [])
            .Concat(value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items)
                ? value.EnumerateArray().SelectMany((item, i) => Faults(items, item, $"{at}[{i}]"))
                : []);
    }

    private IEnumerable<string> MemberFaults(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray()
                .Where(name => !value.TryGetProperty(name.GetString()!, out _)))
                yield return $"{at} lacks {name}";
        }

        if (!schema.TryGetProperty("properties", out var properties))
            yield break;
        foreach (var member in value.EnumerateObject())
        {
            if (!properties.TryGetProperty(member.Name, out var known))
                yield return $"{at}.{member.Name} is not described";
            else
            {
                foreach (var fault in Faults(known, member.Value, $"{at}.{member.Name}"))
                    yield return fault;
            }
        }
    }

    private static IEnumerable<string> TypeFault(JsonElement schema, JsonElement value, string at)
    {
        if (!schema.TryGetProperty("type", out var type))
            yield break;
        var fits = type.GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "number" => value.ValueKind == JsonValueKind.Number,
            _ => false,
        };
        if (!fits)
            yield return $"{at} is {value.ValueKind}, not {type}";
    }
}
