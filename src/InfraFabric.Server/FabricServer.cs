using InfraFabric.Api.Local;
using InfraFabric.Core.Ids;
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

    private FabricServer(WebApplication app, ServerInfo info)
    {
        _app = app;
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
        var app = Build(options, store, time, logging);
        try
        {
            await app.StartAsync(cancellationToken);
            File.SetUnixFileMode(options.Home.Socket, FabricHome.PrivateFile);
            var url = TcpAddress(app);
            var backend = (await store.GetStatsAsync(cancellationToken)).Backend;
            var info = new ServerInfo(Environment.ProcessId, url, options.Home.Socket, backend);
            home.Announce(info);
            return new FabricServer(app, info);
        }
        catch (IOException failed)
        {
            await app.DisposeAsync();
            throw Listeners.Explain(options, failed);
        }
    }

    /// <summary>Stops listening, lets running calls end, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static WebApplication Build(
        ServerOptions options, IStateStore store, TimeProvider time, Action<ILoggingBuilder> logging)
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
        var api = new StoreStateApi(store);
        OpenEndpoints.Map(app, api, options, time);
        StateEndpoints.Map(app, api, new StatePush(api, time, app.Lifetime.ApplicationStopping));
        return app;
    }

    private static string TcpAddress(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses
            .First(address => !address.Contains("unix:", StringComparison.Ordinal));
}
