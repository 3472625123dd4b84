using InfraFabric.Core.Errors;
using InfraFabric.Server.Identity;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.Hosting;

/// <summary>
/// Lets through what is open to all, and callers who have proved who they are and have the scopes that the endpoint
/// asks for; denies everything else.
/// </summary>
internal static class DefaultDeny
{
    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint is null)
            return ProblemWriter.WriteAsync(context, NoSuchPath(context.Request.Path));
        if (endpoint.Metadata.GetMetadata<OpenToAll>() is not null)
            return next(context);
        var caller = context.Features.Get<OwnerConnection>() is not null ? Caller.Operator : null;
        if (caller is null)
            return ProblemWriter.WriteAsync(context, NoToken());
        var required = endpoint.Metadata.GetMetadata<RequiredScopes>()?.Scopes ?? Scopes.Operate;
        if (!caller.May(required))
            return ProblemWriter.WriteAsync(context, NotAllowed(caller, required));
        context.Features.Set(caller);
        return next(context);
    }

    private static FabricException NoToken() => new(ErrorTable.Unauthenticated, "The call was denied.",
        "Over TCP nobody has a way to prove who they are yet, so nothing but health is served.",
        "On this machine use ifctl as the owner of the home: it calls through the Unix socket.");

    private static FabricException NotAllowed(Caller caller, Scopes required) => new(ErrorTable.Forbidden,
        $"{caller.Name} may not do that.",
        $"It takes the scope {string.Join(" and ", ScopeNames.Of(required & ~caller.Scopes))}.",
        "Ask an operator of the fabric for it.");

    private static FabricException NoSuchPath(string path) => new(ErrorTable.NotFound,
        $"There is nothing at {(path.Length > 80 ? path[..80] + "…" : path)}.", "The API has no such path.",
        "Check the path: the API lives under /v1.");
}
