using InfraFabric.Api.Calls;
using InfraFabric.Core.Config;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.Hosting;

/// <summary>Refuses changes that come without a reason, on servers whose configuration asks for one.</summary>
internal static class RequiredReason
{
    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var call = context.GetEndpoint()?.Metadata.GetMetadata<ApiCall>();
        return call is { TakesWhy: true } && context.Why() is null
            ? ProblemWriter.WriteAsync(context, FabricConfig.WhyMissing())
            : next(context);
    }
}
