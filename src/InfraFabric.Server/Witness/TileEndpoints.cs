using System.Text;
using InfraFabric.Api.Calls;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Hosting;
using InfraFabric.Server.Identity;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Verifying;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InfraFabric.Server.Witness;

/// <summary>The ledger as others read logs: checkpoint, tiles and bundles under their published paths.</summary>
internal sealed class TileEndpoints(ILogSource log, TimeProvider time, Func<SignedNote?>? cosigned = null)
{
    private readonly TileLimit _limit = new(time);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(TileCalls.Checkpoint, CheckpointAsync);
        routes.Map(TileCalls.Newest, NewestAsync);
        routes.Map(TileCalls.Keys, KeysAsync);
        routes.Map(TileCalls.Handovers, HandoversAsync);
        Tree(routes, TileCalls.Entries).Requires(Scopes.WitnessRead);
        Tree(routes, TileCalls.Tile).WithMetadata(OpenToAll.Mark);
    }

    // A path of several parts, which a call cannot say.
    private IEndpointConventionBuilder Tree(IEndpointRouteBuilder routes, ApiCall call) => routes
        .MapMethods(call.Path.Replace("{path}", "{**path}", StringComparison.Ordinal), [call.Method], TileAsync)
        .WithMetadata(call);

    // Whoever relies on cosigners must find one that they have signed, though it is older.
    private async Task CheckpointAsync(HttpContext context)
    {
        if (cosigned?.Invoke() is { } note)
        {
            await WriteAsync(context, TileCalls.Checkpoint, LogCaching.NotWithoutAsking,
                Encoding.UTF8.GetBytes(note.ToString()));
        }
        else
        {
            await NewestAsync(context);
        }
    }

    private async Task NewestAsync(HttpContext context) => await WriteAsync(
        context, TileCalls.Newest, LogCaching.NotWithoutAsking,
        await _limit.ReadAsync(context, log.ReadCheckpointAsync));

    private async Task KeysAsync(HttpContext context) => await WriteAsync(
        context, TileCalls.Keys, LogCaching.NotWithoutAsking,
        Encoding.UTF8.GetBytes(await _limit.ReadAsync(context, log.ReadKeysAsync)));

    private async Task HandoversAsync(HttpContext context) => await WriteAsync(
        context, TileCalls.Handovers, LogCaching.NotWithoutAsking,
        Encoding.UTF8.GetBytes(await log.ReadHandoversAsync(context.RequestAborted)));

    private async Task TileAsync(HttpContext context)
    {
        var call = context.GetEndpoint()!.Metadata.GetMetadata<ApiCall>()!;
        if (!TileId.TryParse(context.Request.Path.Value?.TrimStart('/'), out var tile)
            || (tile.Level == TileId.Entries) != (call == TileCalls.Entries))
        {
            throw new FabricException(ErrorTable.NotFound, "There is no such tile.",
                "The path is not one that C2SP's tlog-tiles gives to a tile.", "Correct it, such as /tile/0/000.p/7.");
        }

        // Who asks for entries is known, and has a limit already.
        var bytes = call == TileCalls.Entries
            ? await log.ReadAsync(tile, context.RequestAborted)
            : await _limit.ReadAsync(context, stop => log.ReadAsync(tile, stop));
        await WriteAsync(context, call, LogCaching.Of(tile), bytes);
    }

    private static async Task WriteAsync(
        HttpContext context, ApiCall call, string caching, ReadOnlyMemory<byte> bytes)
    {
        var response = context.Response;
        response.ContentType = call.GivesMediaType == "text/plain" ? "text/plain; charset=utf-8" : call.GivesMediaType;
        response.ContentLength = bytes.Length;
        response.Headers.CacheControl = caching;
        await response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
