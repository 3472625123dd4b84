using InfraFabric.Api.Calls;
using InfraFabric.Client;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Ids;

namespace InfraFabric.Cli.Falsify;

/// <summary>An agent with a key of its own, which calls the server of the copy as itself.</summary>
internal sealed class ProbeAgent : IDisposable
{
    private readonly SigningKey _key = SigningKey.Generate();

    public ProbeAgent(ScratchServer server, string name)
    {
        Name = AgentName.Parse($"if://agent/{name}/1");
        Caller = server.NewCaller(new AgentIdentity(Name, _key));
    }

    public AgentName Name { get; }

    public string PublicKey => _key.VerifyKey.ToString();

    public ServerCaller Caller { get; }

    /// <summary>Asks for something that takes the scope tasks:read.</summary>
    public Task AskAsync() => Caller.CallAsync(SwarmCalls.Status.Request(null), CancellationToken.None);

    public void Dispose()
    {
        Caller.Dispose();
        _key.Dispose();
    }
}
