using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.State;
using InfraFabric.Core.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InfraFabric.Server.Hosting;

/// <summary>What anybody may ask: whether the server lives, whether it is ready, which it is.</summary>
internal sealed class OpenEndpoints(
    IStateApi state, Readiness readiness, ServerOptions options, TimeProvider time)
{
    private const string Landing = """
        InfraFabric

        This is the server of a fabric. On its machine the owner of the home calls it with ifctl; everybody else proves
        who they are with a key, and gets a token for the API under /v1. Open to all: /healthz, /readyz, /v1/version,
        and /openapi/v1.json, which describes all calls.

        """;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(OpenCalls.Landing, context => context.Response.WriteAsync(Landing));
        routes.Map(OpenCalls.Health, context =>
            context.Response.WriteAsJsonAsync(new HealthBody("ok"), ApiJson.Wire.HealthBody));
        routes.Map(OpenCalls.Ready, ReadyAsync);
        routes.Map(OpenCalls.Version, context =>
            context.Response.WriteAsJsonAsync(options.Version, ApiJson.Wire.VersionBody));
    }

    private async Task ReadyAsync(HttpContext context)
    {
        try
        {
            var stats = await state.GetStatsAsync(context.RequestAborted)
                .WaitAsync(ServerLimits.ReadyTimeout, time, context.RequestAborted);
            readiness.Require();
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
