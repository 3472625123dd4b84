using InfraFabric.Core.Errors;
using InfraFabric.Server.Identity;
using InfraFabric.Server.Tokens;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.Hosting;

/// <summary>
/// Lets through what is open to all, and callers who have proved who they are and have the scopes that the endpoint
/// asks for; denies everything else.
/// </summary>
internal sealed class DefaultDeny(FabricAuthority authority)
{
    private const string Scheme = "Bearer ";

    public Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint is null)
            return ProblemWriter.WriteAsync(context, NoSuchPath(context.Request.Path));
        if (endpoint.Metadata.GetMetadata<OpenToAll>() is not null)
            return next(context);
        var authorization = context.Request.Headers.Authorization;
        if (authorization.Count > 0)
            return WithTokenAsync(context, endpoint, authorization.ToString(), next);
        // The file system has proved who calls through the socket.
        return context.Features.Get<OwnerConnection>() is not null
            ? AdmitAsync(context, endpoint, Caller.Operator, next)
            : ProblemWriter.WriteAsync(context, NoToken());
    }

    private Task WithTokenAsync(HttpContext context, Endpoint endpoint, string authorization, RequestDelegate next)
    {
        // It cannot be known who is disabled by now, so nobody is let in.
        if (authority.Lag > TokenLimits.MaxLag)
            return ProblemWriter.WriteAsync(context, OutOfTouch());
        var check = authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? authority.Verifier.Check(authorization.AsSpan(Scheme.Length).Trim())
            : new TokenCheck(TokenVerdict.NotOurs);
        if (check.Verdict != TokenVerdict.Good)
        {
            authority.Strangers.Take(context);
            return ProblemWriter.WriteAsync(context, BadToken(check.Verdict));
        }

        if (check.Identity!.Bucket is { } bucket && !bucket.TryTake(out var wait))
            return ProblemWriter.WriteAsync(context, Overload.Of($"{check.Caller!.Name} calls too often.", wait));
        return endpoint.Metadata.GetMetadata<OutlivesCaller>() is null
            ? WhileItLastsAsync(context, endpoint, check, next)
            : AdmitAsync(context, endpoint, check.Caller!, next);
    }

    /// <summary>A stream may outlive its token, but not its identity: one that is disabled is cut off.</summary>
    private static async Task WhileItLastsAsync(
        HttpContext context, Endpoint endpoint, TokenCheck check, RequestDelegate next)
    {
        await using var cut = check.Identity!.Ended.UnsafeRegister(
            static caller => ((HttpContext)caller!).Abort(), context);
        await AdmitAsync(context, endpoint, check.Caller!, next);
    }

    private static Task AdmitAsync(HttpContext context, Endpoint endpoint, Caller caller, RequestDelegate next)
    {
        var required = endpoint.Metadata.GetMetadata<RequiredScopes>() ?? RequiredScopes.OperatorsOnly;
        context.Features.Set(caller);
        if (!required.AllowedTo(caller))
            return ProblemWriter.WriteAsync(context, NotAllowed(caller, required));
        return next(context);
    }

    private static FabricException NoToken() => new(ErrorTable.Unauthenticated, "The call was denied.",
        "It came without a token, so nobody knows who makes it.",
        "On this machine use ifctl as the owner of the home; else send a token: see docs/guides/identities.md.");

    private static FabricException BadToken(TokenVerdict verdict) => new(ErrorTable.Unauthenticated,
        "The call was denied.",
        verdict switch
        {
            TokenVerdict.Expired => "Its token has expired.",
            TokenVerdict.Ended => "The identity of its token was disabled, deleted or given another key.",
            _ => "Its token is not one of this fabric.",
        },
        verdict == TokenVerdict.Ended
            ? "Ask an operator of the fabric what became of the identity."
            : "Get a new token with the agent's key: see docs/guides/identities.md.");

    private static FabricException OutOfTouch() => new(ErrorTable.StateUnavailable, "The call was denied.",
        "This server has lost touch with the state store, and cannot tell which identities still hold.",
        "Ask another server, or try again.");

    private static FabricException NotAllowed(Caller caller, RequiredScopes required) => new(ErrorTable.Forbidden,
        $"{caller.Name} may not do that.",
        $"It takes the scope {MissingOf(caller, required.Scopes)}"
            + (required.Or is { } others ? $" or {MissingOf(caller, others)}." : "."),
        "Ask an operator of the fabric for it.");

    private static string MissingOf(Caller caller, Scopes scopes) =>
        string.Join(" and ", ScopeNames.Of(scopes & ~caller.Scopes));

    private static FabricException NoSuchPath(string path) => new(ErrorTable.NotFound,
        $"There is nothing at {(path.Length > 80 ? path[..80] + "…" : path)}.", "The API has no such path.",
        "Check the path: the API lives under /v1.");
}
