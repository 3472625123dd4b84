namespace InfraFabric.Server.Identity;

/// <summary>What an endpoint asks of its caller. One that says nothing is for operators only.</summary>
/// <param name="Scopes">All of these.</param>
/// <param name="Or">Or else all of these; null where nothing else will do.</param>
internal sealed record RequiredScopes(Scopes Scopes, Scopes? Or = null)
{
    public static readonly RequiredScopes OperatorsOnly = new(Scopes.Operate);

    public bool AllowedTo(Caller caller) => caller.May(Scopes) || (Or is { } others && caller.May(others));
}
