using InfraFabric.Api.Identity;
using InfraFabric.Client;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Ids;

namespace InfraFabric.Integration.Coordination;

/// <summary>The servers of one fabric, and ways to call them.</summary>
internal sealed class ServerSet(IReadOnlyList<ServerProgram> servers) : IAsyncDisposable
{
    private readonly IdSource _ids = new(TimeProvider.System);
    private readonly List<IDisposable> _opened = [];

    public IReadOnlyList<ServerProgram> Servers => servers;

    /// <summary>One server after the other: the first makes the fabric, the others find it.</summary>
    public async Task StartAsync()
    {
        foreach (var server in servers)
            await server.StartAsync();
    }

    /// <summary>Ways to call each of the servers as the operator of the fabric.</summary>
    public ServerCaller[] CallAsOperator() => CallAs(
        new AgentIdentity(OperatorIdentity.Name, Keep(KeyFile.Load(servers[0].Home.OperatorKey))));

    /// <summary>Registers an agent with a key of its own; ways to call each of the servers as that agent.</summary>
    public async Task<ServerCaller[]> RegisterAsync(string swarm, CancellationToken cancellationToken)
    {
        var name = AgentName.Parse($"if://agent/{swarm}/1");
        var key = Keep(SigningKey.Generate());
        using var caller = new ServerCaller(ServerAddress.OfSocket(servers[0].Home.Socket), TraceToken.New(_ids));
        await new HttpIdentityApi(caller).RegisterAsync(
            name, new RegisterIdentityBody(key.VerifyKey.ToString(), ["swarm", "tasks:read"]), replace: false,
            cancellationToken);
        return CallAs(new AgentIdentity(name, key));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in _opened)
            opened.Dispose();
        foreach (var server in servers)
            await server.DisposeAsync();
    }

    private ServerCaller[] CallAs(AgentIdentity identity) =>
        [.. servers.Select(server => Keep(new ServerCaller(
            ServerAddress.Parse(server.Url), TraceToken.New(_ids), new ServerCallerOptions { Identity = identity })))];

    private T Keep<T>(T opened)
        where T : IDisposable
    {
        _opened.Add(opened);
        return opened;
    }
}
