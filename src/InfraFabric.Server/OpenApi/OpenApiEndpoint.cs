using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using InfraFabric.Api.Calls;
using InfraFabric.Server.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InfraFabric.Server.OpenApi;

/// <summary>Serves the description of the API. It is made when somebody first asks for it.</summary>
internal sealed class OpenApiEndpoint
{
    /// <summary>The description as it stands in files, for people to read, too.</summary>
    public static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lazy<byte[]> _document;

    private OpenApiEndpoint(IEndpointRouteBuilder routes, string version) =>
        _document = new Lazy<byte[]>(() => Encoding.UTF8.GetBytes(
            OpenApiDocument.Of(CallsOf(routes), version).ToJsonString(Readable)));

    public static void Map(IEndpointRouteBuilder routes, string version)
    {
        var endpoint = new OpenApiEndpoint(routes, version);
        routes.Map(OpenCalls.Description, endpoint.AnswerAsync);
    }

    /// <summary>The calls that are mapped, whoever mapped them.</summary>
    public static IEnumerable<ApiCall> CallsOf(IEndpointRouteBuilder routes) => routes.DataSources
        .SelectMany(source => source.Endpoints)
        .Select(endpoint => endpoint.Metadata.GetMetadata<ApiCall>()).OfType<ApiCall>();

    private async Task AnswerAsync(HttpContext context)
    {
        var document = _document.Value;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = document.Length;
        context.Response.Headers.CacheControl = "public, max-age=300";
        await context.Response.Body.WriteAsync(document, context.RequestAborted);
    }
}
