using InfraFabric.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.Hosting;

/// <summary>Lets through what is open to all, and the owner of the home; denies everything else.</summary>
internal static class DefaultDeny
{
    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint is null)
            return ProblemWriter.WriteAsync(context, NoSuchPath(context.Request.Path));
        if (endpoint.Metadata.GetMetadata<OpenToAll>() is not null
            || context.Features.Get<OwnerConnection>() is not null)
            return next(context);
        return ProblemWriter.WriteAsync(context, new FabricException(ErrorTable.Unauthenticated,
            "The call was denied.",
                "Over TCP nobody has a way to prove who they are yet, so nothing but health is served.",
            "On this machine use ifctl as the owner of the home: it calls through the Unix socket."));
    }

    private static FabricException NoSuchPath(string path) => new(ErrorTable.NotFound,
        $"There is nothing at {(path.Length > 80 ? path[..80] + "…" : path)}.", "The API has no such path.",
        "Check the path: the API lives under /v1.");
}
