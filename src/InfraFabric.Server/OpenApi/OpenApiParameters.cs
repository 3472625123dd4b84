using System.Text.Json.Nodes;
using InfraFabric.Api;
using InfraFabric.Api.Calls;

namespace InfraFabric.Server.OpenApi;

/// <summary>What a call takes beside its body: in the path, in the query, in headers.</summary>
internal static class OpenApiParameters
{
    public static JsonArray Of(ApiCall call) =>
    [
        .. call.InPath.Select(parameter => Parameter("path", parameter)),
        .. call.Query.Select(parameter => Parameter("query", parameter)),
        .. HeadersOf(call).Select(parameter => Parameter("header", parameter)),
    ];

    /// <summary>The JSON schema of a value.</summary>
    public static JsonObject SchemaOf(ApiParameter parameter) => parameter.Kind switch
    {
        ApiParameterKind.Number => new JsonObject { ["type"] = "integer", ["minimum"] = 0 },
        ApiParameterKind.Flag => new JsonObject { ["type"] = "boolean" },
        _ => new JsonObject { ["type"] = "string" },
    };

    private static IEnumerable<ApiParameter> HeadersOf(ApiCall call)
    {
        yield return new ApiParameter(ApiRoutes.TraceHeader,
            "A token (UUID) under which all that the call causes is found; made up, if left out.");
        if (call.TakesWhy)
            yield return new ApiParameter(ApiRoutes.WhyHeader, "The reason for the change, kept with it.");
        if (call.TakesIdempotencyKey)
        {
            yield return new ApiParameter(
                ApiRoutes.IdempotencyHeader, "Makes the call safe to send again: the same key has its effect once.");
        }

        if (call.TakesIfMatch)
            yield return new ApiParameter("If-Match", "The ETag of the version that was read; else it is refused.");
        if (call.GivesMediaType == ApiCall.EventStream && call.Method == "GET")
            yield return ApiParameter.Number("Last-Event-ID", "The last event that was read: goes on after it.");
    }

    private static JsonObject Parameter(string place, ApiParameter parameter) => new()
    {
        ["name"] = parameter.Name,
        ["in"] = place,
        ["description"] = parameter.Description,
        ["required"] = parameter.IsRequired,
        ["schema"] = SchemaOf(parameter),
    };
}
