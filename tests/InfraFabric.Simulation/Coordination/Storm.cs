using InfraFabric.Coordinator;
using InfraFabric.Coordinator.Claims;
using InfraFabric.Coordinator.Swarms;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
using InfraFabric.State.Simulated;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Simulation.Coordination;

/// <summary>One run of a storm, and what was seen in it.</summary>
internal sealed class Storm(SimulatedWorld world, SimulatedFaults weather) : IDisposable
{
    private static readonly Cause Operator = new(
        "if://agent/operator/0", TraceToken.Parse("0198c5a2-1f00-7abc-8def-0123456789ab"), ForAll: true);

    private readonly SimulatedCluster _cluster = new(world.Time);
    private readonly IdSource _ids = new(world.Time, world.Chance);
    private readonly List<FabricCoordinator?> _servers = [];
    private readonly CancellationTokenSource _over = new();

    public required int Servers { get; init; }

    public required int Swarms { get; init; }

    public required int Tasks { get; init; }

    public required int ServerCrashes { get; init; }

    /// <summary>What must not have happened.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>The completions that were acknowledged, by task.</summary>
    public Dictionary<string, long> Completed { get; } = [];

    /// <summary>Tasks that are completed; the answer to the last call about one may have been lost.</summary>
    public int Ended { get; private set; }

    public long LastRevision { get; private set; }

    public async Task RunAsync()
    {
        var calm = new SimulatedStateStore(_cluster, SimulatedFaults.None, world.Chance, world.Time);
        var ledger = new OwnershipLedger(Problems);
        using var end = new CancellationTokenSource();
        var watching = ledger.FollowAsync(calm, end.Token);
        for (var i = 0; i < Servers; i++)
            _servers.Add(await StartServerAsync(i));
        var swarms = Enumerable.Range(0, Swarms).Select(WorkAsync).ToList();
        var crashes = CrashServersAsync();
        for (var i = 0; i < Tasks; i++)
            await AddAsync(i);
        while (ledger.Ended < Tasks)
            await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
        await crashes;
        _over.Cancel();
        await Task.WhenAll(swarms);
        foreach (var server in _servers.OfType<FabricCoordinator>())
            await server.DisposeAsync();
        LastRevision = (await calm.GetStatsAsync()).Revision;
        end.Cancel();
        await watching;
        Ended = ledger.Ended;
        foreach (var (task, fence) in Completed)
            ledger.RequireCompletedUnder(task, fence);
    }

    public void Dispose()
    {
        _cluster.Dispose();
        _over.Dispose();
    }

    private async Task<FabricCoordinator> StartServerAsync(int number)
    {
        while (true)
        {
            var store = new SimulatedStateStore(_cluster, weather, world.Chance, world.Time);
            try
            {
                var options = new CoordinatorOptions { Member = $"server-{number}" };
                return await FabricCoordinator.StartAsync(
                    store, world.Time, _ids, world.Chance, options, NullLogger.Instance);
            }
            catch (FabricException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), world.Time);
            }
        }
    }

    private async Task CrashServersAsync()
    {
        for (var i = 0; i < ServerCrashes; i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1 + world.Chance.Next(20)), world.Time);
            var number = world.Chance.Next(Servers);
            if (_servers[number] is not { } server)
                continue;
            _servers[number] = null;
            await server.DisposeAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(world.Chance.Next(3000)), world.Time);
            _servers[number] = await StartServerAsync(number);
        }
    }

    private async Task AddAsync(int number)
    {
        while (true)
        {
            try
            {
                if (AnyServer() is { } server)
                {
                    var draft = new TaskDraft { Type = "work", IdempotencyKey = $"task-{number}", MaxAttempts = 100 };
                    await server.AddAsync(draft, Operator, Patience());
                    return;
                }
            }
            catch (Exception lost) when (lost is FabricException or OperationCanceledException)
            {
                // The same key again: it is added once.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), world.Time);
        }
    }

    /// <summary>A swarm: registers, claims, works a while, completes; now and then it dies and comes back.</summary>
    private async Task WorkAsync(int number)
    {
        var name = SwarmName.Parse($"swarm-{number}");
        while (!_over.IsCancellationRequested)
        {
            try
            {
                if (AnyServer() is { } server)
                {
                    var start = await server.RegisterAsync(
                        new SwarmDraft { Name = name.Text, Capacity = 2, SessionTtlS = 4 }, Operator, Patience());
                    await WorkOnSessionAsync(name, start.Session);
                }
            }
            catch (Exception lost) when (lost is FabricException or OperationCanceledException)
            {
                // It comes back as it would after a crash of its own.
            }

            await Pause(500);
        }
    }

    private async Task WorkOnSessionAsync(SwarmName name, long session)
    {
        while (!_over.IsCancellationRequested)
        {
            if (world.Chance.Next(40) == 0 || AnyServer() is not { } server)
                return;
            if (!await server.HeartbeatAsync(name, session, Operator, Patience()))
                return;
            var outcome = await server.ClaimBestAsync(
                name, session, $"{_ids.Next()}", Operator, Patience());
            if (outcome.Verdict == ClaimVerdict.SessionGone)
                return;
            if (outcome.Verdict != ClaimVerdict.Claimed)
            {
                await Pause(1000);
                continue;
            }

            await WorkOnAsync(outcome.Claim);
        }
    }

    private async Task WorkOnAsync(Claim claim)
    {
        // Sometimes longer than the session lives: then another owns it before the result comes.
        await Pause(world.Chance.Next(8) == 0 ? 12_000 : 1_000);
        for (var tries = 0; tries < 5; tries++)
        {
            if (AnyServer() is not { } server)
                return;
            try
            {
                var done = await server.CompleteAsync(
                    claim.Task, claim.Fence, null, null, Operator, Patience());
                if (done.Verdict == WorkVerdict.Done && !Completed.TryAdd(claim.Task.ToString(), claim.Fence)
                    && Completed[claim.Task.ToString()] != claim.Fence)
                {
                    Problems.Add($"Task {claim.Task} was completed under two fences.");
                }

                return;
            }
            catch (Exception lost) when (lost is FabricException or OperationCanceledException)
            {
                await Pause(200);
            }
        }
    }

    private FabricCoordinator? AnyServer() => _servers[world.Chance.Next(Servers)];

    private Task Pause(int maxMilliseconds) =>
        Task.Delay(TimeSpan.FromMilliseconds(1 + world.Chance.Next(maxMilliseconds)), world.Time);

    private CancellationToken Patience() => new CancellationTokenSource(TimeSpan.FromSeconds(2), world.Time).Token;
}
