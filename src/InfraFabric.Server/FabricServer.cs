using InfraFabric.Api.Local;
using InfraFabric.Core.Ids;
using InfraFabric.Server.Blobs;
using InfraFabric.Server.Breakers;
using InfraFabric.Server.Budgets;
using InfraFabric.Server.Coordination;
using InfraFabric.Server.Escalation;
using InfraFabric.Server.Governing;
using InfraFabric.Server.Hosting;
using InfraFabric.Server.Mcp;
using InfraFabric.Server.OpenApi;
using InfraFabric.Server.Optimise;
using InfraFabric.Server.State;
using InfraFabric.Server.Witness;
using InfraFabric.Server.Witness.Cosigning;
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

    private readonly ServerParts _parts;

    private readonly McpEndpoints _mcp;

    private FabricServer(WebApplication app, ServerParts parts, McpEndpoints mcp, ServerInfo info)
    {
        _app = app;
        _parts = parts;
        _mcp = mcp;
        Info = info;
    }

    /// <summary>Which process serves, and where.</summary>
    public ServerInfo Info { get; }

    /// <summary>Its ledger, for a test to look into.</summary>
    internal FabricWitness Witness => _parts.Witness;

    /// <summary>All that can be called, for a test to see that each is guarded.</summary>
    internal IEnumerable<Endpoint> Endpoints =>
        _app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <summary>Starts to serve a store under a home that the caller holds; returns once it answers.</summary>
    public static async Task<FabricServer> StartAsync(
        ServerOptions options, HomeLock home, IStateStore store, TimeProvider time, Action<ILoggingBuilder> logging,
        CancellationToken cancellationToken)
    {
        Listeners.Require(options);
        var ids = new IdSource(time);
        var app = Build(options, store, time, ids, logging);
        ServerParts? parts = null;
        var mcp = new McpEndpoints(
            options, ids, time, app.Services.GetRequiredService<ILoggerFactory>(), app.Lifetime.ApplicationStopping);
        try
        {
            parts = await ServerParts.StartAsync(
                options, store, time, ids, app.Services.GetRequiredService<ILoggerFactory>(), cancellationToken);
            Map(app, options, store, parts, time, ids);
            mcp.Map(app);
            await app.StartAsync(cancellationToken);
            File.SetUnixFileMode(options.Home.Socket, FabricHome.PrivateFile);
            var url = TcpAddress(app);
            var backend = (await store.GetStatsAsync(cancellationToken)).Backend;
            var info = new ServerInfo(Environment.ProcessId, url, options.Home.Socket, backend);
            home.Announce(info);
            await parts.Coordinator.JoinAsync(url, options.Version.Version, cancellationToken);
            return new FabricServer(app, parts, mcp, info);
        }
        catch (Exception failed)
        {
            await app.DisposeAsync();
            if (parts is not null)
                await parts.DisposeAsync();
            if (failed is IOException io)
                throw Listeners.Explain(options, io);
            throw;
        }
    }

    /// <summary>Stops listening, lets running calls end, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _mcp.DisposeAsync();
        await _app.DisposeAsync();
        await _parts.DisposeAsync();
    }

    private static WebApplication Build(
        ServerOptions options, IStateStore store, TimeProvider time, IdSource ids, Action<ILoggingBuilder> logging)
    {
        // The empty builder reads no files or variables of the folder it happens to start in.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listeners.Configure(kestrel, options, time));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, CallerLifetime>();
        builder.Services.AddSingleton<ErrorBoundary>();
        builder.Services.AddSingleton(services => new RefusalNotes(
            store, time, services.GetRequiredService<ILogger<RefusalNotes>>()));
        builder.Services.AddSingleton(ids);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ServerLimits.StopTimeout);
        logging(builder.Logging);
        return builder.Build();
    }

    private static void Map(
        WebApplication app, ServerOptions options, IStateStore store, ServerParts parts, TimeProvider time,
        IdSource ids)
    {
        var readiness = new Readiness();
        readiness.Watch("The register of identities", () => parts.Authority.Lag, ServerLimits.ReadyLag);
        readiness.Watch("The coordinator", () => parts.Coordinator.Lag, ServerLimits.ReadyLag);
        readiness.Watch("The breakers", () => parts.Breakers.Lag, ServerLimits.ReadyLag);
        readiness.Watch("The escalations", () => parts.Escalations.Lag, ServerLimits.ReadyLag);
        readiness.Watch("The register of swarms", () => parts.Governor.Lag, ServerLimits.ReadyLag);
        readiness.Watch("The budgets", () => parts.Budgets.Lag, ServerLimits.ReadyLag);
        readiness.Watch(
            "The ledger", () => parts.Witness.Drain.Lag, ServerLimits.ReadyLag, () => parts.Witness.Drain.Problem);
        app.Use(RequestTrace.RepeatAsync);
        app.Use(app.Services.GetRequiredService<ErrorBoundary>().InvokeAsync);
        app.UseRouting();
        app.Use(new DefaultDeny(parts.Authority).CheckAsync);
        if (options.RequireWhy)
            app.Use(RequiredReason.CheckAsync);
        var api = new StoreStateApi(store);
        new OpenEndpoints(api, readiness, options, time).Map(app);
        parts.Authority.Map(app);
        StateEndpoints.Map(app, api, new StatePush(api, time, app.Lifetime.ApplicationStopping));
        new BlobEndpoints(parts.Blobs, options.KeepEndedTasks).Map(app);
        TaskEndpoints.Map(app, parts.Coordinator);
        ClaimEndpoints.Map(app, parts.Coordinator);
        SwarmEndpoints.Map(
            app, parts.Coordinator, new SwarmPush(parts.Coordinator, time, app.Lifetime.ApplicationStopping));
        new BudgetEndpoints(
            parts.Budgets, parts.Coordinator, parts.Governor.Registry, parts.Authority.Identities,
            new UsagePrices(parts.Prices, time), time, ids).Map(app);
        new EscalationEndpoints(parts.Escalations).Map(app);
        new GovernorEndpoints(parts.Governor, parts.Witness.Search, time).Map(app);
        new BreakerEndpoints(parts.Breakers).Map(app);
        new OptimiseEndpoints(parts.Costs, parts.Prices, parts.Witness, store, time).Map(app);
        new ReconcileEndpoint(parts.Costs, parts.Prices, parts.Witness, store, time).Map(app);
        new WitnessEndpoints(parts.Witness, store, time, app.Lifetime.ApplicationStopping).Map(app);
        new TileEndpoints(parts.Witness.Log, time, () => parts.Witness.Cosigning.Cosigned).Map(app);
        new CosignEndpoint(parts.Witness.Cosigning.Desk, time).Map(app);
        OpenApiEndpoint.Map(app, options.Version.Version);
    }

    private static string TcpAddress(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses
            .First(address => !address.Contains("unix:", StringComparison.Ordinal));
}
