using InfraFabric.Api.Local;
using InfraFabric.Coordinator;
using InfraFabric.Core.Ids;
using InfraFabric.Server.Coordination;
using InfraFabric.Server.Hosting;
using InfraFabric.Server.State;
using InfraFabric.State.Contract;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server;

/// <summary>
/// A running server. It owns its listeners; the store and the lock of the home stay its caller's to dispose, after the
/// server has stopped.
/// </summary>
public sealed class FabricServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly FabricCoordinator _coordinator;

    private FabricServer(WebApplication app, FabricCoordinator coordinator, ServerInfo info)
    {
        _app = app;
        _coordinator = coordinator;
        Info = info;
    }

    /// <summary>Which process serves, and where.</summary>
    public ServerInfo Info { get; }

    /// <summary>All that can be called, for a test to see that each is guarded.</summary>
    internal IEnumerable<Endpoint> Endpoints =>
        _app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <summary>Starts to serve a store under a home that the caller holds; returns once it answers.</summary>
    public static async Task<FabricServer> StartAsync(
        ServerOptions options, HomeLock home, IStateStore store, TimeProvider time, Action<ILoggingBuilder> logging,
        CancellationToken cancellationToken)
    {
        Listeners.Require(options);
        var app = Build(options, time, logging);
        var coordinator = await CoordinatorOf(app, store, time, cancellationToken);
        Map(app, options, store, coordinator, time);
        try
        {
            await app.StartAsync(cancellationToken);
            File.SetUnixFileMode(options.Home.Socket, FabricHome.PrivateFile);
            var url = TcpAddress(app);
            var backend = (await store.GetStatsAsync(cancellationToken)).Backend;
            var info = new ServerInfo(Environment.ProcessId, url, options.Home.Socket, backend);
            home.Announce(info);
            await coordinator.JoinAsync(url, options.Version.Version, cancellationToken);
            return new FabricServer(app, coordinator, info);
        }
        catch (IOException failed)
        {
            await app.DisposeAsync();
            await coordinator.DisposeAsync();
            throw Listeners.Explain(options, failed);
        }
    }

    /// <summary>Stops listening, lets running calls end, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _coordinator.DisposeAsync();
        await _app.DisposeAsync();
    }

    private static WebApplication Build(
        ServerOptions options, TimeProvider time, Action<ILoggingBuilder> logging)
    {
        // The empty builder reads no files or variables of the folder it happens to start in.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listeners.Configure(kestrel, options));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, CallerLifetime>();
        builder.Services.AddSingleton<ErrorBoundary>();
        builder.Services.AddSingleton(new IdSource(time));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ServerLimits.StopTimeout);
        logging(builder.Logging);
        var app = builder.Build();
        app.Use(RequestTrace.RepeatAsync);
        app.Use(app.Services.GetRequiredService<ErrorBoundary>().InvokeAsync);
        app.UseRouting();
        app.Use(DefaultDeny.CheckAsync);
        return app;
    }

    private static Task<FabricCoordinator> CoordinatorOf(
        WebApplication app, IStateStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        var ids = app.Services.GetRequiredService<IdSource>();
        var options = new CoordinatorOptions { Member = $"{Environment.MachineName}-{ids.Next():N}" };
        return FabricCoordinator.StartAsync(
            store, time, ids, new Random(), options, app.Services.GetRequiredService<ILogger<FabricCoordinator>>(),
            cancellationToken);
    }

    private static void Map(
        WebApplication app, ServerOptions options, IStateStore store, FabricCoordinator coordinator, TimeProvider time)
    {
        var api = new StoreStateApi(store);
        OpenEndpoints.Map(app, api, options, time);
        StateEndpoints.Map(app, api, new StatePush(api, time, app.Lifetime.ApplicationStopping));
        TaskEndpoints.Map(app, coordinator);
        ClaimEndpoints.Map(app, coordinator);
        SwarmEndpoints.Map(app, coordinator, new SwarmPush(coordinator, time, app.Lifetime.ApplicationStopping));
    }

    private static string TcpAddress(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses
            .First(address => !address.Contains("unix:", StringComparison.Ordinal));
}
