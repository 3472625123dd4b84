using InfraFabric.Coordinator;
using InfraFabric.Core.Ids;
using InfraFabric.Server.Blobs;
using InfraFabric.Server.Identity;
using InfraFabric.State.Contract;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server;

/// <summary>The parts that one server runs on its store, started and stopped together.</summary>
internal sealed class ServerParts : IAsyncDisposable
{
    private readonly BlobSweep _sweep;

    private ServerParts(FabricAuthority authority, FabricCoordinator coordinator, BlobArea blobs, BlobSweep sweep)
    {
        Authority = authority;
        Coordinator = coordinator;
        Blobs = blobs;
        _sweep = sweep;
    }

    /// <summary>Who callers are, and what they may.</summary>
    public FabricAuthority Authority { get; }

    public FabricCoordinator Coordinator { get; }

    public BlobArea Blobs { get; }

    public static async Task<ServerParts> StartAsync(
        ServerOptions options, IStateStore store, TimeProvider time, IdSource ids, ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        var authority = await FabricAuthority.StartAsync(options, store, time, ids, loggers, cancellationToken);
        try
        {
            var coordination = OptionsOf(options, $"{Environment.MachineName}-{ids.Next():N}");
            var coordinator = await FabricCoordinator.StartAsync(
                store, time, ids, new Random(), coordination, loggers.CreateLogger<FabricCoordinator>(),
                cancellationToken);
            var files = new BlobFiles(
                options.BlobsDirectory ?? Path.Combine(options.Home.Folder, "data", "blobs"), ids);
            var sweep = new BlobSweep(
                files, store, options.KeepEndedTasks, time, ids, loggers.CreateLogger<BlobSweep>());
            sweep.Start();
            return new ServerParts(authority, coordinator, new BlobArea(files, store, time), sweep);
        }
        catch
        {
            await authority.DisposeAsync();
            throw;
        }
    }

    private static CoordinatorOptions OptionsOf(ServerOptions options, string member)
    {
        var defaults = new CoordinatorOptions { Member = member, KeepEndedTasks = options.KeepEndedTasks };
        return options.Coordinator is not { } said ? defaults : defaults with
        {
            AcceptWithin = said.AcceptWithin,
            SessionTimeToLive = said.SessionTimeToLive,
            StallAfter = said.StallAfter,
            MaxAttempts = said.MaxAttempts,
            Backoff = said.Backoff,
            MaxOpenTasks = said.MaxOpenTasks,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _sweep.DisposeAsync();
        await Coordinator.DisposeAsync();
        await Authority.DisposeAsync();
    }
}
