using System.Text.Json.Nodes;
using InfraFabric.Api;
using InfraFabric.Api.Calls;

namespace InfraFabric.Server.OpenApi;

/// <summary>The description of the HTTP API in OpenAPI 3.1, made from the calls as they are declared.</summary>
internal sealed class OpenApiDocument
{
    private const string ProblemResponse = "problem";
    private const string BearerScheme = "bearer";

    private const string About = """
        The control plane for swarms of AI agents. A caller proves who it is with its key (auth_challenge, auth_token)
        and sends the token with every call; each call names the scope that it takes, and 'operate' brings all others
        with it. Members that are null are left out. Every error is a problem whose code stays the same between
        releases.
        """;

    private readonly BodySchemas _schemas = new("#/components/schemas/");

    private OpenApiDocument()
    {
    }

    /// <summary>Describes calls, as of a version of the program.</summary>
    public static JsonObject Of(IEnumerable<ApiCall> calls, string version)
    {
        var document = new OpenApiDocument();
        var ordered = calls.OrderBy(call => call.Path, StringComparer.Ordinal)
            .ThenBy(call => call.Method, StringComparer.Ordinal).ToList();
        var paths = new JsonObject();
        foreach (var path in ordered.GroupBy(call => call.Path, StringComparer.Ordinal))
        {
            paths[path.Key] = new JsonObject(path.Select(call =>
                KeyValuePair.Create(call.Method.ToLowerInvariant(), (JsonNode?)document.Operation(call))));
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = "InfraFabric",
                ["version"] = version,
                ["description"] = About.ReplaceLineEndings(" "),
                ["license"] = new JsonObject { ["name"] = "Apache 2.0", ["identifier"] = "Apache-2.0" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["tags"] = new JsonArray([.. ordered.Select(TagOf).Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal).Select(tag => new JsonObject { ["name"] = tag })]),
            ["paths"] = paths,
            ["components"] = document.Components(),
        };
    }

    private JsonObject Operation(ApiCall call)
    {
        var isOpen = call.Scope == ApiCall.OpenToAll;
        var operation = new JsonObject
        {
            ["operationId"] = call.Name,
            ["tags"] = new JsonArray(TagOf(call)),
            ["summary"] = call.Summary.Split(". ")[0].TrimEnd('.') + ".",
            ["description"] = $"{call.Summary}\n\n{ScopeText(call)}",
            ["parameters"] = OpenApiParameters.Of(call),
        };
        if (call.Takes is { } takes)
        {
            operation["requestBody"] = new JsonObject
            {
                ["required"] = !call.MayLackBody,
                ["content"] = Content("application/json", _schemas.Sent(takes)),
            };
        }

        else if (call.TakesMediaType is { } mediaType)
        {
            operation["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = Content(mediaType, new JsonObject { ["type"] = "string" }),
            };
        }

        operation["responses"] = Responses(call);
        operation["security"] = isOpen
            ? new JsonArray()
            : new JsonArray(new JsonObject { [BearerScheme] = new JsonArray() });
        return operation;
    }

    private JsonObject Responses(ApiCall call)
    {
        var responses = new JsonObject();
        if (call.Gives is null && call.GivesMediaType is null)
            responses["204"] = new JsonObject { ["description"] = "It is done." };
        else
            responses["200"] = Answer(call, "What was asked for, or how it stands now.");
        if (call.Creates)
            responses["201"] = Answer(call, "What was made.");
        foreach (var status in OpenApiProblems.Of(call))
            responses[$"{status}"] = new JsonObject { ["$ref"] = $"#/components/responses/{ProblemResponse}{status}" };
        return responses;
    }

    private JsonObject Answer(ApiCall call, string description)
    {
        var content = call switch
        {
            { Gives: { } gives } => Content("application/json", _schemas.Answered(gives)),
            _ => Content(call.GivesMediaType!, new JsonObject { ["type"] = "string" }),
        };
        return new JsonObject
        {
            ["description"] = description,
            ["headers"] = new JsonObject
            {
                [ApiRoutes.TraceHeader] = new JsonObject { ["$ref"] = $"#/components/headers/{ApiRoutes.TraceHeader}" },
            },
            ["content"] = content,
        };
    }

    private JsonObject Components()
    {
        var problem = _schemas.Answered(json => json.Problem);
        var responses = new JsonObject();
        foreach (var (status, meaning) in OpenApiProblems.Meanings)
        {
            responses[$"{ProblemResponse}{status}"] = new JsonObject
            {
                ["description"] = meaning,
                ["content"] = Content(Problem.MediaType, problem.DeepClone()),
            };
        }

        return new JsonObject
        {
            ["schemas"] = new JsonObject(_schemas.Kept.Select(kept =>
                KeyValuePair.Create(kept.Key, (JsonNode?)kept.Value.DeepClone()))),
            ["responses"] = responses,
            ["headers"] = new JsonObject
            {
                [ApiRoutes.TraceHeader] = new JsonObject
                {
                    ["description"] = "The token under which all that the call causes is found.",
                    ["schema"] = new JsonObject { ["type"] = "string", ["format"] = "uuid" },
                },
            },
            ["securitySchemes"] = new JsonObject
            {
                [BearerScheme] = new JsonObject
                {
                    ["type"] = "http",
                    ["scheme"] = "bearer",
                    ["description"] = "A token from auth_token. Through the socket of the home, its owner needs none.",
                },
            },
        };
    }

    private static JsonObject Content(string mediaType, JsonNode schema) =>
        new() { [mediaType] = new JsonObject { ["schema"] = schema } };

    private static string ScopeText(ApiCall call) => call.Scope switch
    {
        ApiCall.OpenToAll => "Open to all.",
        ApiCall.AnyCaller => "For every caller that has proved who it is.",
        var scope => $"Takes the scope '{scope}'{(call.OrScope is { } other ? $" or '{other}'" : "")}.",
    };

    // The first word of the path tells what a call is about.
    private static string TagOf(ApiCall call)
    {
        var parts = call.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["v1", "version"] => "server",
            ["v1", var subject, ..] => subject,
            ["mcp"] => "mcp",
            _ => "server",
        };
    }
}
