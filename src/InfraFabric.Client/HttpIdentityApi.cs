using System.Globalization;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Identity;
using InfraFabric.Core.Ids;

namespace InfraFabric.Client;

/// <summary>The identities of a fabric, as operators see and change them.</summary>
/// <param name="caller">How the server is called.</param>
/// <param name="why">The reason, kept with every change.</param>
public sealed class HttpIdentityApi(ServerCaller caller, string? why = null)
{
    /// <summary>One page, in the order of the names.</summary>
    public Task<IdentityPageBody> ListAsync(int? limit, string? after, CancellationToken cancellationToken = default)
    {
        var query = new List<string>();
        if (limit is not null)
            query.Add($"limit={limit.Value.ToString(CultureInfo.InvariantCulture)}");
        if (after is not null)
            query.Add($"after={Uri.EscapeDataString(after)}");
        var path = query.Count == 0 ? ApiRoutes.Identities : $"{ApiRoutes.Identities}?{string.Join('&', query)}";
        return caller.GetAsync(path, ApiJson.Default.IdentityPageBody, cancellationToken);
    }

    public Task<IdentityBody> GetAsync(AgentName name, CancellationToken cancellationToken = default) =>
        caller.GetAsync(ApiRoutes.Identity(name), ApiJson.Default.IdentityBody, cancellationToken);

    /// <summary>Registers an identity; only with <paramref name="replace"/> in the place of one that differs.</summary>
    public Task<IdentityBody> RegisterAsync(
        AgentName name, RegisterIdentityBody body, bool replace, CancellationToken cancellationToken = default)
    {
        var path = ApiRoutes.Identity(name) + (replace ? "?replace=true" : "");
        return ChangeAsync(
            ServerRequest.Put(path, body, ApiJson.Default.RegisterIdentityBody), cancellationToken);
    }

    /// <summary>Shuts an identity out.</summary>
    public Task<IdentityBody> DisableAsync(AgentName name, CancellationToken cancellationToken = default) =>
        ChangeAsync(new ServerRequest(HttpMethod.Post, ApiRoutes.Identity(name) + "/disable"), cancellationToken);

    /// <summary>Lets an identity in again.</summary>
    public Task<IdentityBody> EnableAsync(AgentName name, CancellationToken cancellationToken = default) =>
        ChangeAsync(new ServerRequest(HttpMethod.Post, ApiRoutes.Identity(name) + "/enable"), cancellationToken);

    public Task DeleteAsync(AgentName name, CancellationToken cancellationToken = default) =>
        caller.CallAsync(ServerRequest.Delete(ApiRoutes.Identity(name)) with { Why = why }, cancellationToken);

    /// <summary>The servers whose tokens the fabric accepts.</summary>
    public Task<KnownServersBody> ListServersAsync(CancellationToken cancellationToken = default) =>
        caller.GetAsync(IdentityCalls.Servers.Path, ApiJson.Default.KnownServersBody, cancellationToken);

    /// <summary>Accepts no token of a server any more.</summary>
    public Task ForgetServerAsync(string server, CancellationToken cancellationToken = default) => caller.CallAsync(
        IdentityCalls.ForgetServer.Request(null, server) with { Why = why }, cancellationToken);

    private async Task<IdentityBody> ChangeAsync(ServerRequest request, CancellationToken cancellationToken) =>
        (await caller.CallAsync(request with { Why = why }, ApiJson.Default.IdentityBody, cancellationToken)).Body;
}
