using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Identity;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Server.Hosting;
using InfraFabric.Server.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InfraFabric.Server.Tokens;

/// <summary>Where an agent turns its key into a token: it asks for a challenge, and sends it back signed.</summary>
internal sealed class AuthEndpoints(Challenges challenges, TokenIssuer issuer, AddressLimit limit)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(OpenCalls.Challenge, ChallengeAsync);
        routes.Map(OpenCalls.Token, TokenAsync);
        routes.Map(IdentityCalls.Caller, CallerAsync);
    }

    private static async Task CallerAsync(HttpContext context)
    {
        var caller = context.Caller();
        NotToBeKept(context);
        await context.JsonAsync(
            new CallerBody(caller.Actor, ScopeNames.Of(caller.Scopes)), ApiJson.Wire.CallerBody);
    }

    private async Task ChallengeAsync(HttpContext context)
    {
        limit.Take(context);
        var request = await RequestJson.ReadAsync(context, ApiJson.Strict.ChallengeRequestBody);
        var challenge = challenges.New(AgentName.Parse(request.Identity));
        NotToBeKept(context);
        await context.Response.WriteAsJsonAsync(
            challenge, ApiJson.Wire.ChallengeBody, cancellationToken: context.RequestAborted);
    }

    private async Task TokenAsync(HttpContext context)
    {
        limit.Take(context);
        var request = await RequestJson.ReadAsync(context, ApiJson.Strict.TokenRequestBody);
        // Before the challenge is used up, so that a misspelt scope costs no new one.
        var wanted = request.Scopes is null ? Scopes.All : ScopeNames.Parse(request.Scopes);
        var identity = challenges.Answer(request.Challenge, request.Signature);
        var scopes = request.Scopes is null ? identity.Scopes : wanted;
        if ((scopes & ~identity.Scopes) != Scopes.None)
            throw Beyond(identity, scopes);
        NotToBeKept(context);
        await context.Response.WriteAsJsonAsync(
            issuer.Issue(identity, scopes), ApiJson.Wire.TokenBody, cancellationToken: context.RequestAborted);
    }

    private static void NotToBeKept(HttpContext context) => context.Response.Headers.CacheControl = "no-store";

    private static FabricException Beyond(KnownIdentity identity, Scopes scopes) => new(ErrorTable.Forbidden,
        $"{identity.Name} does not have all the scopes that it asks for.",
        $"It lacks {string.Join(" and ", ScopeNames.Of(scopes & ~identity.Scopes))}.",
        "Ask for fewer, or ask an operator of the fabric for them.");
}
