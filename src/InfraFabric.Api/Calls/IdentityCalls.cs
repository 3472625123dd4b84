namespace InfraFabric.Api.Calls;

/// <summary>Calls about who may call; but for the first, for operators.</summary>
public static class IdentityCalls
{
    private const string Scope = "operate";

    private const string One = ApiRoutes.Identities + "/{name}/{number}";

    public static readonly ApiCall Caller = new("auth_caller", "GET", ApiRoutes.AuthCaller, ApiCall.AnyCaller,
        "Who the caller is taken for, and what it may do.")
    {
        Gives = json => json.CallerBody,
    };

    public static readonly ApiCall List = new("identity_list", "GET", ApiRoutes.Identities, Scope,
        "Lists identities in the order of their names, one page at a time.")
    {
        Gives = json => json.IdentityPageBody,
        Query =
        [
            new ApiParameter("after", "Only identities after this one: the page before names it."),
            ApiParameter.Number("limit", "Identities on the page; 100 if it is not given."),
        ],
    };

    public static readonly ApiCall Show = new("identity_show", "GET", One, Scope, "Shows one identity.")
    {
        Gives = json => json.IdentityBody,
    };

    public static readonly ApiCall Register = new("identity_register", "PUT", One, Scope,
        "Registers an identity with its public key and its scopes; with replace, changes one that there is.")
    {
        Takes = json => json.RegisterIdentityBody,
        Gives = json => json.IdentityBody,
        TakesIfMatch = true,
        Query = [ApiParameter.Flag("replace", "Whether one that there is may be changed.")],
    };

    public static readonly ApiCall Disable = new("identity_disable", "POST", One + "/disable", Scope,
        "Shuts an identity out: its tokens end, and its streams are cut.")
    {
        Gives = json => json.IdentityBody,
        TakesIfMatch = true,
    };

    public static readonly ApiCall Enable = new("identity_enable", "POST", One + "/enable", Scope,
        "Lets an identity in again.")
    {
        Gives = json => json.IdentityBody,
        TakesIfMatch = true,
    };

    public static readonly ApiCall Servers = new("server_list", "GET", "/v1/servers", Scope,
        "Lists the servers whose tokens the fabric accepts.")
    {
        Gives = json => json.KnownServersBody,
    };

    public static readonly ApiCall ForgetServer = new("server_forget", "DELETE", "/v1/servers/{server}", Scope,
        "Accepts no token of a server any more: one that is gone, or whose key may be known to others.");

    public static readonly ApiCall Delete = new("identity_delete", "DELETE", One, Scope, "Deletes an identity.")
    {
        TakesIfMatch = true,
    };
}
