using InfraFabric.Coordinator;
using InfraFabric.Core.Ids;
using InfraFabric.Governor.Breakers;
using InfraFabric.Governor.Budgets;
using InfraFabric.Optimise.Prices;
using InfraFabric.Optimise.Spends;
using InfraFabric.Server.Blobs;
using InfraFabric.Server.Budgets;
using InfraFabric.Server.Identity;
using InfraFabric.Server.Optimise;
using InfraFabric.Server.Witness;
using InfraFabric.State.Contract;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server;

/// <summary>The parts that one server runs on its store, started and stopped together.</summary>
internal sealed class ServerParts : IAsyncDisposable
{
    private readonly BlobSweep _sweep;
    private readonly BudgetPauses _pauses;

    private ServerParts(
        FabricWitness witness, FabricAuthority authority, FabricCoordinator coordinator, FabricBudgets budgets,
        BlobArea blobs, BlobSweep sweep, BudgetPauses pauses)
        FabricBreakers breakers, BlobArea blobs, BlobSweep sweep)
    {
        Witness = witness;
        Authority = authority;
        Coordinator = coordinator;
        Budgets = budgets;
        Breakers = breakers;
        Blobs = blobs;
        _sweep = sweep;
        _pauses = pauses;
    }

    /// <summary>What makes entries of the notes that all parts leave.</summary>
    public FabricWitness Witness { get; }

    /// <summary>Who callers are, and what they may.</summary>
    public FabricAuthority Authority { get; }

    public FabricCoordinator Coordinator { get; }

    /// <summary>What may be spent.</summary>
    public FabricBudgets Budgets { get; }

    /// <summary>What things cost.</summary>
    public required PriceSource Prices { get; init; }

    /// <summary>Who is stopped.</summary>
    public FabricBreakers Breakers { get; }

    /// <summary>What was spent, and what came of it.</summary>
    public required CostLedger Costs { get; init; }

    public BlobArea Blobs { get; }

    public static async Task<ServerParts> StartAsync(
        ServerOptions options, IStateStore store, TimeProvider time, IdSource ids, ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        // First, and alone: a mistake in it stops the server before anything runs.
        var prices = PriceSource.Open(options.Home.Folder, time, loggers.CreateLogger<PriceSource>());
        var member = $"{Environment.MachineName}-{ids.Next():N}";
        var authority = await FabricAuthority.StartAsync(options, store, time, ids, loggers, cancellationToken);
        FabricWitness? witness = null;
        FabricCoordinator? coordinator = null;
        FabricBreakers? breakers = null;
        try
        {
            // A server that was killed and comes back need not wait until its own lease has ended.
            var writer = $"{Environment.MachineName}-{authority.ServerKey}";
            witness = await FabricWitness.StartAsync(
                options, store, writer, time, ids, loggers, cancellationToken);
            coordinator = await FabricCoordinator.StartAsync(
                store, time, ids, new Random(), OptionsOf(options, member),
                loggers.CreateLogger<FabricCoordinator>(), cancellationToken);
            breakers = await FabricBreakers.StartAsync(
                store, time, ids, loggers.CreateLogger<FabricBreakers>(), cancellationToken);
            var budgets = await FabricBudgets.StartAsync(
                store, time, ids, loggers.CreateLogger<FabricBudgets>(), cancellationToken);
            var files = new BlobFiles(
                options.BlobsDirectory ?? Path.Combine(options.Home.Folder, "data", "blobs"), ids);
            var sweep = new BlobSweep(
                files, store, options.KeepEndedTasks, time, ids, loggers.CreateLogger<BlobSweep>());
            sweep.Start();
            var pauses = new BudgetPauses(budgets, coordinator, time, ids, loggers.CreateLogger<BudgetPauses>());
            pauses.Start();
            return new ServerParts(
                witness, authority, coordinator, budgets, new BlobArea(files, store, time), sweep, pauses)
            {
                Prices = prices,
                Costs = CostLedger.Start(
                    new LedgerSpending(witness), store, Path.Combine(options.Home.Folder, "data", "optimise"), time,
                    loggers.CreateLogger<CostLedger>()),
            };

                witness, authority, coordinator, budgets, breakers, new BlobArea(files, store, time), sweep);
        }
        catch
        {
            if (breakers is not null)
                await breakers.DisposeAsync();
            if (coordinator is not null)
                await coordinator.DisposeAsync();
            if (witness is not null)
                await witness.DisposeAsync();
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
        await _pauses.DisposeAsync();
        await Costs.DisposeAsync();
        await Budgets.DisposeAsync();
        await Breakers.DisposeAsync();
        await Coordinator.DisposeAsync();
        await Authority.DisposeAsync();
        // After those who leave notes, so that what they leave at the end need not wait for the next start.
        await Witness.DisposeAsync();
    }
}
