namespace InfraFabric.Api.Calls;

/// <summary>Calls that anybody may make: what the server is, whether it is well, and how to prove who one is.</summary>
public static class OpenCalls
{
    public static readonly ApiCall Landing = new("landing", "GET", ApiRoutes.Root, ApiCall.OpenToAll,
        "Says what answers here, to a person.")
    {
        GivesMediaType = "text/plain",
    };

    public static readonly ApiCall Health = new("health", "GET", ApiRoutes.Health, ApiCall.OpenToAll,
        "Whether the server lives.")
    {
        Gives = json => json.HealthBody,
    };

    public static readonly ApiCall Ready = new("ready", "GET", ApiRoutes.Ready, ApiCall.OpenToAll,
        "Whether the server is ready: its backend answers, and it is not too far behind it.")
    {
        Gives = json => json.HealthBody,
    };

    public static readonly ApiCall Version = new("version", "GET", ApiRoutes.Version, ApiCall.OpenToAll,
        "Which build serves.")
    {
        Gives = json => json.VersionBody,
    };

    public static readonly ApiCall Description = new("openapi", "GET", ApiRoutes.OpenApi, ApiCall.OpenToAll,
        "This description.")
    {
        Gives = json => json.JsonElement,
    };

    public static readonly ApiCall Challenge = new("auth_challenge", "POST", ApiRoutes.AuthChallenge,
        ApiCall.OpenToAll, "Gives an agent something to sign with its key.")
    {
        Takes = json => json.ChallengeRequestBody,
        Gives = json => json.ChallengeBody,
    };

    public static readonly ApiCall Token = new("auth_token", "POST", ApiRoutes.AuthToken, ApiCall.OpenToAll,
        "Gives a bearer token for a signed challenge. Each challenge is good for one.")
    {
        Takes = json => json.TokenRequestBody,
        Gives = json => json.TokenBody,
    };
}
