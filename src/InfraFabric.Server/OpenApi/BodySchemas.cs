using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using InfraFabric.Api;
using InfraFabric.Core.Units;

namespace InfraFabric.Server.OpenApi;

/// <summary>
/// JSON schemas of bodies, each kept once under its name and referred to. What callers send is described as strictly as
/// it is read; what they are answered may gain members.
/// </summary>
/// <param name="prefix">What references begin with, such as <c>#/components/schemas/</c>.</param>
internal sealed class BodySchemas(string prefix)
{
    private const string Suffix = "Body";

    private readonly SortedDictionary<string, JsonNode> _kept = new(StringComparer.Ordinal);

    /// <summary>The schemas that were referred to, by name.</summary>
    public IReadOnlyDictionary<string, JsonNode> Kept => _kept;

    /// <summary>Refers to what callers send.</summary>
    public JsonObject Sent(Func<ApiJson, JsonTypeInfo> body) => Refer(body(ApiJson.Strict), isSent: true);

    /// <summary>Refers to what they are answered.</summary>
    public JsonObject Answered(Func<ApiJson, JsonTypeInfo> body) => Refer(body(ApiJson.Strict), isSent: false);

    /// <summary>What callers send, itself.</summary>
    public JsonObject WholeSent(Func<ApiJson, JsonTypeInfo> body) => Whole(body(ApiJson.Strict), isSent: true);

    /// <summary>What they are answered, itself.</summary>
    public JsonObject WholeAnswered(Func<ApiJson, JsonTypeInfo> body) => Whole(body(ApiJson.Strict), isSent: false);

    private static string NameOf(Type type) =>
        type.Name.EndsWith(Suffix, StringComparison.Ordinal) ? type.Name[..^Suffix.Length] : type.Name;

    private JsonObject Refer(JsonTypeInfo type, bool isSent)
    {
        // Any JSON: there is nothing to name.
        if (type.Kind != JsonTypeInfoKind.Object)
            return Whole(type, isSent);
        var name = NameOf(type.Type);
        if (!_kept.ContainsKey(name))
            _kept[name] = Whole(type, isSent);
        return new JsonObject { ["$ref"] = prefix + name };
    }

    private JsonObject Whole(JsonTypeInfo type, bool isSent)
    {
        var options = new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, schema) => Transform(context, schema, isSent),
        };
        var schema = (JsonObject)type.GetJsonSchemaAsNode(options);
        Inline(schema, schema);
        return schema;
    }

    /// <summary>
    /// The exporter refers to a list or map that it has met before by its place in the schema. That is another place
    /// once the schema stands within a document; so what is referred to is put there instead.
    /// </summary>
    private void Inline(JsonNode node, JsonObject root)
    {
        var children = node switch
        {
            JsonObject one => one.Select(member => member.Value),
            JsonArray many => many,
            _ => [],
        };
        foreach (var child in children.OfType<JsonNode>().ToList())
        {
            if (child is JsonObject reference && (string?)(reference["$ref"] as JsonValue) is { } place
                && place.StartsWith("#/", StringComparison.Ordinal)
                && !place.StartsWith(prefix, StringComparison.Ordinal))
            {
                child.ReplaceWith(place[2..].Split('/').Aggregate((JsonNode)root, (at, name) => at[name]!).DeepClone());
            }
            else
            {
                Inline(child, root);
            }
        }
    }

    private JsonObject Transform(JsonSchemaExporterContext context, JsonNode node, bool isSent)
    {
        var type = context.TypeInfo;
        var isNested = type.Kind == JsonTypeInfoKind.Object && context.Path.Length > 0;
        var schema = isNested ? Refer(type, isSent) : Plain(type, node);
        if (type.Kind == JsonTypeInfoKind.Object && !isNested)
            DescribeObject(type, schema, isSent);
        return schema;
    }

    private static JsonObject Plain(JsonTypeInfo type, JsonNode node)
    {
        if (type.Type == typeof(Money) || type.Type == typeof(Money?))
            return new JsonObject { ["type"] = "integer" };
        // 'true' is the schema of any JSON.
        if (node is not JsonObject schema)
            return [];
        // What is null is left out, and may be.
        if (schema["type"] is JsonArray types)
            schema["type"] = types.Select(one => (string)one!).First(one => one != "null");
        return schema;
    }

    private static void DescribeObject(JsonTypeInfo type, JsonObject schema, bool isSent)
    {
        if (BodyTexts.Of(type.Type) is { } text)
            schema.Insert(0, "description", text);
        if (!isSent)
            schema.Remove("additionalProperties");
        foreach (var member in type.Properties)
        {
            if (schema["properties"]?[member.Name] is JsonObject described)
                DescribeMember(member, described);
        }

        var required = type.Properties.Where(member => member.IsRequired && !MayBeNull(member))
            .Select(member => (JsonNode)member.Name).ToArray();
        schema.Remove("required");
        if (required.Length > 0)
            schema["required"] = new JsonArray(required);
    }

    private static void DescribeMember(JsonPropertyInfo member, JsonObject schema)
    {
        if (schema.ContainsKey("default") && schema["default"] is null)
            schema.Remove("default");
        if (BodyTexts.Of(member.DeclaringType, ClrName(member)) is { } text)
            schema.Insert(0, "description", text);
    }

    private static bool MayBeNull(JsonPropertyInfo member) =>
        Nullable.GetUnderlyingType(member.PropertyType) is not null
        || (!member.PropertyType.IsValueType && member.IsGetNullable);

    // The generated JSON keeps the members of its types where they can be asked for.
    private static string ClrName(JsonPropertyInfo member) =>
        member.AttributeProvider is System.Reflection.MemberInfo { Name: var name } ? name : member.Name;
}
