using System.Text;
using System.Text.Json;
using InfraFabric.Api.Calls;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Identity;
using ModelContextProtocol.Protocol;

namespace InfraFabric.Server.Mcp;

/// <summary>A call of the API as a tool: its arguments are what the call takes in path, query and body.</summary>
internal sealed class McpTool
{
    private readonly HashSet<string> _arguments;

    public McpTool(ApiCall call)
    {
        Call = call;
        Scope = ScopeNames.Parse([call.Scope]);
        var input = McpSchemas.InputOf(call);
        _arguments = [.. input.GetProperty("properties").EnumerateObject().Select(argument => argument.Name)];
        Description = new Tool
        {
            Name = call.Name,
            Description = call.Summary,
            InputSchema = input,
            OutputSchema = McpSchemas.OutputOf(call),
            Annotations = new ToolAnnotations
            {
                ReadOnlyHint = call.Method == "GET",
                DestructiveHint = call.IsDestructive,
                IdempotentHint = call.Method == "GET" || call.IsIdempotent,
                OpenWorldHint = false,
            },
        };
    }

    public ApiCall Call { get; }

    /// <summary>What a caller must be allowed to be offered this tool.</summary>
    public Scopes Scope { get; }

    /// <summary>The tool, as its users are told of it.</summary>
    public Tool Description { get; }

    /// <summary>The call with its arguments in their places; an error that names the argument that is wrong.</summary>
    public McpCall Bind(IDictionary<string, JsonElement>? given)
    {
        var arguments = (given ?? new Dictionary<string, JsonElement>())
            .Where(argument => argument.Value.ValueKind != JsonValueKind.Null)
            .ToDictionary(argument => argument.Key, argument => argument.Value, StringComparer.Ordinal);
        if (arguments.Keys.FirstOrDefault(name => !_arguments.Contains(name)) is { } unknown)
            throw Wrong($"There is no argument '{(unknown.Length > 40 ? unknown[..40] : unknown)}'.");
        var path = Call.For([.. Call.InPath.Select(parameter => PathValue(arguments, parameter))]);
        var query = QueryOf(arguments);
        var why = Take(arguments, McpSchemas.Why);
        var key = McpSchemas.HasKeyBeside(Call) ? Take(arguments, McpSchemas.IdempotencyKey) : null;
        return new McpCall(new HttpMethod(Call.Method), path + query)
        {
            Why = why,
            IdempotencyKey = key,
            Json = Call.Takes is null ? default : BodyOf(arguments),
        };
    }

    private string PathValue(Dictionary<string, JsonElement> arguments, ApiParameter parameter)
    {
        var value = Take(arguments, parameter.Name) ?? throw Missing(parameter);
        // Dots alone would lead to another path.
        return value is "" or "." or ".." ? throw Wrong($"'{value}' is no '{parameter.Name}'.") : value;
    }

    private string QueryOf(Dictionary<string, JsonElement> arguments)
    {
        var query = new StringBuilder();
        foreach (var parameter in Call.Query)
        {
            if (Take(arguments, parameter.Name) is { } value)
                query.Append(query.Length == 0 ? '?' : '&').Append(parameter.Name).Append('=')
                    .Append(Uri.EscapeDataString(value));
            else if (parameter.IsRequired)
                throw Missing(parameter);
        }

        return query.ToString();
    }

    private string? Take(Dictionary<string, JsonElement> arguments, string name)
    {
        if (!arguments.Remove(name, out var value))
            return null;
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => throw Wrong($"The argument '{name}' is neither text nor a number."),
        };
    }

    private static byte[] BodyOf(Dictionary<string, JsonElement> arguments)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in arguments)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return body.ToArray();
    }

    private FabricException Missing(ApiParameter parameter) => Wrong($"The argument '{parameter.Name}' is missing.");

    private FabricException Wrong(string why) => new(ErrorTable.Usage,
        $"The tool '{Call.Name}' cannot be called like that.", why,
        "Correct the arguments: the tool's schema names them.");
}
