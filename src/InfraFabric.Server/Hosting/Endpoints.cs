using InfraFabric.Api.Calls;
using InfraFabric.Server.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InfraFabric.Server.Hosting;

/// <summary>Maps the calls of the API as they are declared, each with the scope it asks for.</summary>
internal static class Endpoints
{
    public static IEndpointConventionBuilder Map(
        this IEndpointRouteBuilder routes, ApiCall call, RequestDelegate answer)
    {
        var endpoint = routes.MapMethods(call.Path, [call.Method], answer).WithMetadata(call);
        return call.Scope switch
        {
            ApiCall.OpenToAll => endpoint.WithMetadata(OpenToAll.Mark),
            ApiCall.AnyCaller => endpoint.Requires(Scopes.None),
            var scope => endpoint.Requires(
                ScopeNames.Parse([scope]), call.OrScope is { } other ? ScopeNames.Parse([other]) : null),
        };
    }
}
