using InfraFabric.Api;
using InfraFabric.Api.State;
using InfraFabric.Core.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InfraFabric.Server.Hosting;

/// <summary>What anybody may ask: whether the server lives, whether it is ready, which it is.</summary>
internal static class OpenEndpoints
{
    private const string Landing = """
        InfraFabric

        This is the server of a fabric. It serves the owner of its home through a Unix socket; use ifctl.
        Over TCP it answers /healthz, /readyz and /v1/version, and denies everything else.

        """;

    public static void Map(IEndpointRouteBuilder routes, IStateApi state, ServerOptions options, TimeProvider time)
    {
        Open(routes.MapGet(ApiRoutes.Root, context => context.Response.WriteAsync(Landing)));
        Open(routes.MapGet(ApiRoutes.Health, context =>
            context.Response.WriteAsJsonAsync(new HealthBody("ok"), ApiJson.Wire.HealthBody)));
        Open(routes.MapGet(ApiRoutes.Ready, context => ReadyAsync(context, state, time)));
        Open(routes.MapGet(ApiRoutes.Version, context =>
            context.Response.WriteAsJsonAsync(options.Version, ApiJson.Wire.VersionBody)));
    }

    private static void Open(IEndpointConventionBuilder endpoint) => endpoint.WithMetadata(OpenToAll.Mark);

    private static async Task ReadyAsync(HttpContext context, IStateApi state, TimeProvider time)
    {
        try
        {
            var stats = await state.GetStatsAsync(context.RequestAborted)
                .WaitAsync(ServerLimits.ReadyTimeout, time, context.RequestAborted);
            await context.Response.WriteAsJsonAsync(new HealthBody("ok", stats.Backend), ApiJson.Wire.HealthBody);
        }
        catch (TimeoutException late)
        {
            throw new FabricException(ErrorTable.StateUnavailable, "The state store does not answer.",
                $"It was asked for its revision and took longer than {ServerLimits.ReadyTimeout.TotalSeconds:0} s.",
                "Look at the backend: 'ifctl doctor' says what is wrong with it.", late);
        }
    }
}
