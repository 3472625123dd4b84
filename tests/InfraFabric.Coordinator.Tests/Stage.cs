using InfraFabric.Core.Ids;
using InfraFabric.State.Simulated;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Coordinator.Tests;

/// <summary>Coordinators on one simulated store, in virtual time.</summary>
internal sealed class Stage(SimulatedWorld world, SimulatedFaults? faults = null) : IAsyncDisposable
{
    private readonly List<FabricCoordinator> _started = [];

    public static readonly Cause Operator = CauseOf("if://agent/operator/0") with { ForAll = true };

    public SimulatedCluster Cluster { get; } = new(world.Time);

    public IdSource Ids { get; } = new(world.Time, world.Chance);

    public TimeProvider Time => world.Time;

    /// <summary>A connection on which nothing goes wrong.</summary>
    public SimulatedStateStore Calm => field ??= new(Cluster, SimulatedFaults.None, world.Chance, world.Time);

    /// <summary>Plays a story in which nothing goes wrong.</summary>
    public static void Play(Func<Stage, FabricCoordinator, Task> story) => SimulatedWorld.Run(1, async world =>
    {
        await using var stage = new Stage(world);
        await story(stage, await stage.StartAsync());
    });

    public static Cause CauseOf(string actor) =>
        new(actor, TraceToken.Parse("0198c5a2-1f00-7abc-8def-0123456789ab"), "a test says so");

    public async Task<FabricCoordinator> StartAsync(Func<CoordinatorOptions, CoordinatorOptions>? change = null)
    {
        var options = new CoordinatorOptions { Member = $"server-{_started.Count}" };
        var store = new SimulatedStateStore(Cluster, faults ?? SimulatedFaults.None, world.Chance, world.Time);
        var coordinator = await FabricCoordinator.StartAsync(
            store, world.Time, Ids, world.Chance, change?.Invoke(options) ?? options, NullLogger.Instance);
        _started.Add(coordinator);
        return coordinator;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var coordinator in _started)
            await coordinator.DisposeAsync();
        Cluster.Dispose();
    }
}
