using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;
using InfraFabric.Coordinator;
using InfraFabric.Core.Crypto;
using InfraFabric.Server.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace InfraFabric.Server.Blobs;

/// <summary>The blob area over HTTP.</summary>
internal static class BlobEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, BlobArea blobs)
    {
        routes.Map(TaskCalls.PutBlob, context => PutAsync(context, blobs));
        routes.Map(TaskCalls.GetBlob, context => GetAsync(context, blobs));
    }

    private static async Task PutAsync(HttpContext context, BlobArea blobs)
    {
        // One byte more than is allowed, so that what is too large is refused in our own words.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = CoordinatorLimits.MaxBlobBytes + 1;
        var (hash, bytes) = await blobs.PutAsync(context.Request.Body, context.RequestAborted);
        await context.JsonAsync(
            new BlobBody(hash.ToString(), bytes), ApiJson.Wire.BlobBody, StatusCodes.Status201Created);
    }

    private static async Task GetAsync(HttpContext context, BlobArea blobs)
    {
        var hash = Sha256Hash.Parse((string)context.Request.RouteValues["hash"]!);
        await using var blob = blobs.Open(hash);
        var response = context.Response;
        response.ContentType = "application/octet-stream";
        response.ContentLength = blob.Length;
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        response.Headers.ETag = $"\"{hash}\"";
        await blob.CopyToAsync(response.Body, context.RequestAborted);
    }
}
