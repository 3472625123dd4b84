using InfraFabric.Core.Ids;
using InfraFabric.Server.Tokens;
using InfraFabric.State.Contract;
using InfraFabric.State.Following;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Identity;

/// <summary>
/// All that says who calls and what it may: the identities and servers that the fabric knows, kept in step with the
/// state, and the tokens that are made and verified by them.
/// </summary>
internal sealed class FabricAuthority : IAsyncDisposable
{
    private readonly ServerSeal _seal;
    private readonly RecordFollower _identities;
    private readonly RecordFollower _servers;
    private readonly StorePulse _pulse;
    private readonly AuthEndpoints _auth;
    private readonly IdentityEndpoints _register;

    private FabricAuthority(
        ServerSeal seal, ServerOptions options, IStateStore store, TimeProvider time, IdSource ids,
        ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<FabricAuthority>();
        var directory = new IdentityDirectory(options.RequestsPerSecond, time, logger);
        Identities = directory;
        var servers = new ServerKeys();
        _seal = seal;
        _identities = new RecordFollower(store, IdentityRecord.Prefix, directory, time, logger);
        _servers = new RecordFollower(store, ServerKeyRecord.Prefix, servers, time, logger);
        _pulse = new StorePulse(store, time, logger);
        Verifier = new TokenVerifier(seal.Audience, directory, servers, time);
        Strangers = new AddressLimit(options.StrangersPerSecond, 4.0 * options.StrangersPerSecond, time);
        _auth = new AuthEndpoints(
            new Challenges(seal, directory, servers, time, ids), new TokenIssuer(seal, time), Strangers);
        _register = new IdentityEndpoints(
            new IdentityRegister(store, _identities, time), new ServerRegister(store, _servers, seal, time));
    }

    public IdentityDirectory Identities { get; }

    public TokenVerifier Verifier { get; }

    /// <summary>
    /// The short name of this server's key: it is the same after a restart, and no other server has it.
    /// </summary>
    public string ServerKey => _seal.KeyId;

    /// <summary>How often those may call who have no valid token.</summary>
    public AddressLimit Strangers { get; }

    /// <summary>For how long it is not known whether the identities are still those of the store.</summary>
    public TimeSpan Lag => Longest(_pulse.Lag, Longest(_identities.Lag, _servers.Lag));

    /// <summary>Makes what is missing in the home and the store, and returns once it knows all identities.</summary>
    public static async Task<FabricAuthority> StartAsync(
        ServerOptions options, IStateStore store, TimeProvider time, IdSource ids, ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        var seal = await new FirstStart(options.Home, store, time, ids).PrepareAsync(cancellationToken);
        var authority = new FabricAuthority(seal, options, store, time, ids, loggers);
        try
        {
            await authority._identities.StartAsync(cancellationToken);
            await authority._servers.StartAsync(cancellationToken);
            authority._pulse.Start();
            return authority;
        }
        catch
        {
            await authority.DisposeAsync();
            throw;
        }
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        _auth.Map(routes);
        _register.Map(routes);
    }

    public async ValueTask DisposeAsync()
    {
        await _pulse.DisposeAsync();
        await _identities.DisposeAsync();
        await _servers.DisposeAsync();
        _seal.Dispose();
    }

    private static TimeSpan Longest(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
