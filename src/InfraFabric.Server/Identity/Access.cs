using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace InfraFabric.Server.Identity;

/// <summary>How endpoints say who may call them, and learn who does.</summary>
internal static class Access
{
    /// <summary>Only callers that have all of these scopes, or else all of others, get through.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder endpoint, Scopes scopes, Scopes? or = null)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new RequiredScopes(scopes, or));

    /// <summary>Who makes this request. There is a caller at every endpoint that is not open to all.</summary>
    public static Caller Caller(this HttpContext context) => context.Features.GetRequiredFeature<Caller>();
}
