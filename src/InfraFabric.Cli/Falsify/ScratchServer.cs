using InfraFabric.Api.Local;
using InfraFabric.Cli.Commands;
using InfraFabric.Client;
using InfraFabric.Server;
using InfraFabric.Server.Hosting;
using InfraFabric.State.Embedded;

namespace InfraFabric.Cli.Falsify;

/// <summary>A real server over a copy of the state, reached through a connection that can be cut.</summary>
internal sealed class ScratchServer : IAsyncDisposable
{
    private readonly Scratch _scratch;
    private readonly HomeLock _home;
    private readonly FabricServer _server;

    private ScratchServer(
        Scratch scratch, HomeLock home, EmbeddedStateStore store, FabricServer server, CuttingProxy proxy)
    {
        _scratch = scratch;
        _home = home;
        _server = server;
        Store = store;
        Proxy = proxy;
    }

    public EmbeddedStateStore Store { get; }

    public CuttingProxy Proxy { get; }

    public static async Task<ScratchServer> StartAsync(Scratch scratch)
    {
        var run = scratch.Run;
        var options = new ServerOptions
        {
            Home = new FabricHome(scratch.NewPath("home")),
            Port = 0,
            Version = BuildInfo.Current(),
        };
        var home = HomeLock.Take(options.Home);
        var store = await scratch.OpenCopyAsync();
        var server = await FabricServer.StartAsync(options, home, store, run.Time, _ => { }, run.Cancellation);
        var proxy = new CuttingProxy(scratch.NewPath("cut.sock"), options.Home.Socket);
        return new ScratchServer(scratch, home, store, server, proxy);
    }

    /// <summary>A caller of its own, through the connection that can be cut: the operator, or somebody else.</summary>
    public ServerCaller NewCaller(AgentIdentity? identity = null) => new(
        ServerAddress.OfSocket(Proxy.Path), _scratch.Run.Trace,
        new ServerCallerOptions { Identity = identity, Time = _scratch.Run.Time });

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await _server.DisposeAsync();
        await Store.DisposeAsync();
        _home.Dispose();
    }
}
