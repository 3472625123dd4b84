using InfraFabric.Coordinator;
using InfraFabric.Core.Ids;
using InfraFabric.Governor.Breakers;
using InfraFabric.Governor.Budgets;
using InfraFabric.Governor.Escalation;
using InfraFabric.Optimise.Prices;
using InfraFabric.Optimise.Spends;
using InfraFabric.Server.Blobs;
using InfraFabric.Server.Budgets;
using InfraFabric.Server.Escalation;
using InfraFabric.Server.Governing;
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
    private EscalationChannels? _channels;

    private ServerParts()
    {
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

    /// <summary>What people must look after.</summary>
    public FabricEscalations Escalations { get; private set; } = null!;

    /// <summary>Who can do what, and who helps whom.</summary>
    public GovernorParts Governor { get; private set; } = null!;

    /// <summary>What things cost.</summary>
    public PriceSource Prices { get; private set; } = null!;

    /// <summary>What was spent, and what came of it.</summary>
    public CostLedger Costs { get; private set; } = null!;

    public BlobArea Blobs { get; private set; } = null!;

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
            throw;
        }
    }

    /// <summary>The last that was started stops first.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var i = _started.Count - 1; i >= 0; i--)
            await _started[i].DisposeAsync();
        _channels?.Dispose();
    }

    private async Task BeginAsync(
        ServerOptions options, IStateStore store, TimeProvider time, IdSource ids, ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        // First, and alone: a mistake in them stops the server before anything runs.
        var channels = new EscalationChannels(options.Escalation, time, loggers);
        _channels = channels;
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
        Escalations = Keep(await FabricEscalations.StartAsync(
            store, time, ids, channels.All, EscalationChannels.OptionsOf(options.Escalation),
            loggers.CreateLogger<FabricEscalations>(), cancellationToken));
        Budgets = Keep(await FabricBudgets.StartAsync(
            store, time, ids, loggers.CreateLogger<FabricBudgets>(), cancellationToken));
        Governor = Keep(await GovernorParts.StartAsync(
            options, store, Budgets, time, ids, loggers, cancellationToken));
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
}
