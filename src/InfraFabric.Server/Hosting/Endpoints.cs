using InfraFabric.Api.Calls;
using InfraFabric.Server.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InfraFabric.Server.Hosting;

/// <summary>Maps the calls of the API as they are declared, each with the scope it asks for.</summary>
internal static class Endpoints
{
    public static void Map(this IEndpointRouteBuilder routes, ApiCall call, RequestDelegate answer) =>
        routes.MapMethods(call.Path, [call.Method], answer)
            .Requires(ScopeNames.Parse([call.Scope]))
            .WithMetadata(call);
}
