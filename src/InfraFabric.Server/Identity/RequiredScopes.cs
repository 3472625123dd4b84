namespace InfraFabric.Server.Identity;

/// <summary>What an endpoint asks of its caller. One that says nothing is for operators only.</summary>
internal sealed record RequiredScopes(Scopes Scopes);
