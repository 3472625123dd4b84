using InfraFabric.Coordinator;
using InfraFabric.Core.Ids;
using InfraFabric.Governor.Breakers;
using InfraFabric.Governor.Budgets;
using InfraFabric.Optimise.Prices;
using InfraFabric.Optimise.Spends;
using InfraFabric.Server.Blobs;
using InfraFabric.Server.Budgets;
using InfraFabric.Governor.Escalation;
using InfraFabric.Server.Blobs;
using InfraFabric.Server.Escalation;
using InfraFabric.Server.Identity;
using InfraFabric.Server.Optimise;
using InfraFabric.Server.Witness;
using InfraFabric.State.Contract;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server;

/// <summary>The parts that one server runs on its store, started and stopped together.</summary>
internal sealed class ServerParts : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _started = [];

    private ServerParts()
    {

    private readonly BlobSweep _sweep;
    private readonly EscalationChannels _channels;

    private ServerParts(
        FabricWitness witness, FabricAuthority authority, FabricCoordinator coordinator, FabricBudgets budgets,
        FabricBreakers breakers, FabricEscalations escalations, EscalationChannels channels, BlobArea blobs,
        BlobSweep sweep)
    {
        Witness = witness;
        Authority = authority;
        Coordinator = coordinator;
        Budgets = budgets;
        Breakers = breakers;
        Escalations = escalations;
        _channels = channels;
        Blobs = blobs;
        _sweep = sweep;
    }

    /// <summary>What makes entries of the notes that all parts leave.</summary>
    public FabricWitness Witness { get; private set; } = null!;

    /// <summary>Who callers are, and what they may.</summary>
    public FabricAuthority Authority { get; private set; } = null!;

    public FabricCoordinator Coordinator { get; private set; } = null!;

    /// <summary>What may be spent.</summary>
    public FabricBudgets Budgets { get; private set; } = null!;

    /// <summary>Who is stopped.</summary>
    public FabricBreakers Breakers { get; private set; } = null!;

    /// <summary>What things cost.</summary>
    public PriceSource Prices { get; private set; } = null!;

    /// <summary>What was spent, and what came of it.</summary>
    public CostLedger Costs { get; private set; } = null!;

    public BlobArea Blobs { get; private set; } = null!;

    /// <summary>What people must look after.</summary>
    public FabricEscalations Escalations { get; }

    public BlobArea Blobs { get; }

    public static async Task<ServerParts> StartAsync(
        ServerOptions options, IStateStore store, TimeProvider time, IdSource ids, ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        var parts = new ServerParts();
        try
        {
            await parts.BeginAsync(options, store, time, ids, loggers, cancellationToken);
            return parts;
        }
        catch
        {
            await parts.DisposeAsync();

        var member = $"{Environment.MachineName}-{ids.Next():N}";
        var channels = new EscalationChannels(options.Escalation, time, loggers);
        var authority = await FabricAuthority.StartAsync(options, store, time, ids, loggers, cancellationToken);
        FabricWitness? witness = null;
        FabricCoordinator? coordinator = null;
        FabricBreakers? breakers = null;
        FabricEscalations? escalations = null;
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
            escalations = await FabricEscalations.StartAsync(
                store, time, ids, channels.All, EscalationChannels.OptionsOf(options.Escalation),
                loggers.CreateLogger<FabricEscalations>(), cancellationToken);
            var budgets = await FabricBudgets.StartAsync(
                store, time, ids, loggers.CreateLogger<FabricBudgets>(), cancellationToken);
            var files = new BlobFiles(
                options.BlobsDirectory ?? Path.Combine(options.Home.Folder, "data", "blobs"), ids);
            var sweep = new BlobSweep(
                files, store, options.KeepEndedTasks, time, ids, loggers.CreateLogger<BlobSweep>());
            sweep.Start();
            return new ServerParts(
                witness, authority, coordinator, budgets, breakers, escalations, channels,
                new BlobArea(files, store, time), sweep);
        }
        catch
        {
            if (escalations is not null)
                await escalations.DisposeAsync();
            channels.Dispose();
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

    /// <summary>The last that was started stops first.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var i = _started.Count - 1; i >= 0; i--)
            await _started[i].DisposeAsync();
    }

    private async Task BeginAsync(
        ServerOptions options, IStateStore store, TimeProvider time, IdSource ids, ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        // First, and alone: a mistake in it stops the server before anything runs.
        Prices = PriceSource.Open(options.Home.Folder, time, loggers.CreateLogger<PriceSource>());
        Authority = Keep(
            await FabricAuthority.StartAsync(options, store, time, ids, loggers, cancellationToken));
        // A server that was killed and comes back need not wait until its own lease has ended.
        var writer = $"{Environment.MachineName}-{Authority.ServerKey}";
        Witness = await FabricWitness.StartAsync(options, store, writer, time, ids, loggers, cancellationToken);
        // It stops after all who leave notes, so that what they leave at the end need not wait for the next start.
        _started.Insert(0, Witness);
        var member = $"{Environment.MachineName}-{ids.Next():N}";
        Coordinator = Keep(await FabricCoordinator.StartAsync(
            store, time, ids, new Random(), OptionsOf(options, member), loggers.CreateLogger<FabricCoordinator>(),
            cancellationToken));
        Breakers = Keep(await FabricBreakers.StartAsync(
            store, time, ids, loggers.CreateLogger<FabricBreakers>(), cancellationToken));
        Budgets = Keep(await FabricBudgets.StartAsync(
            store, time, ids, loggers.CreateLogger<FabricBudgets>(), cancellationToken));
        Costs = Keep(CostLedger.Start(
            new LedgerSpending(Witness), store, Path.Combine(options.Home.Folder, "data", "optimise"), time,
            loggers.CreateLogger<CostLedger>()));
        BeginLoops(options, store, time, ids, loggers);
    }

    private void BeginLoops(
        ServerOptions options, IStateStore store, TimeProvider time, IdSource ids, ILoggerFactory loggers)
    {
        var files = new BlobFiles(options.BlobsDirectory ?? Path.Combine(options.Home.Folder, "data", "blobs"), ids);
        Blobs = new BlobArea(files, store, time);
        Keep(new BlobSweep(files, store, options.KeepEndedTasks, time, ids, loggers.CreateLogger<BlobSweep>()))
            .Start();
        Keep(new BudgetPauses(Budgets, Coordinator, time, ids, loggers.CreateLogger<BudgetPauses>())).Start();
    }

    private T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        _started.Add(part);
        return part;
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
        await Budgets.DisposeAsync();
        await Breakers.DisposeAsync();
        await Escalations.DisposeAsync();
        _channels.Dispose();
        await Coordinator.DisposeAsync();
        await Authority.DisposeAsync();
        // After those who leave notes, so that what they leave at the end need not wait for the next start.
        await Witness.DisposeAsync();
    }
}
