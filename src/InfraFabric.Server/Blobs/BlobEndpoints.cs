using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;
using InfraFabric.Coordinator;
using InfraFabric.Core.Crypto;
using InfraFabric.Server.Hosting;
using InfraFabric.Server.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace InfraFabric.Server.Blobs;

/// <summary>The blob area over HTTP.</summary>
/// <param name="blobs">The area.</param>
/// <param name="keep">How long a blob is kept that nothing names.</param>
internal sealed class BlobEndpoints(BlobArea blobs, TimeSpan keep)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(TaskCalls.PutBlob, PutAsync);
        routes.Map(TaskCalls.GetBlob, GetAsync);
        routes.Map(TaskCalls.StatBlob, StatAsync);
    }

    private async Task PutAsync(HttpContext context)
    {
        // One byte more than is allowed, so that what is too large is refused in our own words.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = CoordinatorLimits.MaxBlobBytes + 1;
        var (hash, bytes) = await blobs.PutAsync(
            context.Request.Body, ChangeOrigin.Of(context), context.RequestAborted);
        await context.JsonAsync(
            new BlobBody(hash.ToString(), bytes), ApiJson.Wire.BlobBody, StatusCodes.Status201Created);
    }

    private async Task GetAsync(HttpContext context)
    {
        var hash = HashOf(context);
        await using var blob = await blobs.OpenAsync(hash, context.RequestAborted);
        var response = context.Response;
        response.ContentType = TaskCalls.GetBlob.GivesMediaType;
        response.ContentLength = blob.Length;
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        response.Headers.ETag = $"\"{hash}\"";
        await blob.CopyToAsync(response.Body, context.RequestAborted);
    }

    private async Task StatAsync(HttpContext context)
    {
        var hash = HashOf(context);
        var blob = await blobs.FindAsync(hash, context.RequestAborted);
        var stat = new BlobStatBody
        {
            Hash = hash.ToString(),
            Bytes = blob.Bytes,
            StoredAt = blob.StoredAt,
            KeptUntil = blob.StoredAt + keep,
        };
        await context.JsonAsync(stat, ApiJson.Wire.BlobStatBody);
    }

    private static Sha256Hash HashOf(HttpContext context) =>
        Sha256Hash.Parse((string)context.Request.RouteValues["hash"]!);
}
