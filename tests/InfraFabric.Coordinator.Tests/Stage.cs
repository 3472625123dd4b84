using System.Text;
using InfraFabric.Coordinator.Records;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
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

    public Task<FabricCoordinator> StartAsync(Func<CoordinatorOptions, CoordinatorOptions>? change = null) =>
        StartAsync(new SimulatedStateStore(Cluster, faults ?? SimulatedFaults.None, world.Chance, world.Time), change);

    /// <summary>Starts one that has this connection to the store.</summary>
    public async Task<FabricCoordinator> StartAsync(
        SimulatedStateStore store, Func<CoordinatorOptions, CoordinatorOptions>? change = null)
    {
        var options = new CoordinatorOptions { Member = $"server-{_started.Count}" };
        var coordinator = await FabricCoordinator.StartAsync(
            store, world.Time, Ids, world.Chance, change?.Invoke(options) ?? options, NullLogger.Instance);
        _started.Add(coordinator);
        return coordinator;
    }

    /// <summary>
    /// Writes a record that another part is the author of, or removes it, and waits until every coordinator knows.
    /// </summary>
    public async Task WriteAsync(string key, string? json)
    {
        var write = json is null
            ? Write.Delete(new RecordKey(key))
            : Write.Put(new RecordKey(key), Encoding.UTF8.GetBytes(json));
        var note = new WitnessNote
        {
            Trace = Operator.Trace,
            Actor = Operator.Actor,
            Component = "governor",
            Operation = "test.write",
            Subject = key,
            Time = Time.GetUtcNow(),
        };
        var outcome = await Calm.CommitAsync(new Commit([], [write], [note]));
        foreach (var coordinator in _started)
        {
            while (coordinator.Revision < outcome.Revision)
                await Task.Yield();
        }
    }

    /// <summary>A record as it is stored; null if there is none.</summary>
    public async Task<string?> ReadAsync(string key) =>
        await Calm.GetAsync(new RecordKey(key), null) is { } record ? Encoding.UTF8.GetString(record.Value.Span) : null;

    /// <summary>Removes a task behind the coordinators' backs, as another server does that found it too old.</summary>
    public async Task RemoveAsync(TaskId task) => await Calm.CommitAsync(new Commit(
        [],
        [Write.Delete(Keys.Spec(task)), Write.Delete(Keys.Task(task))],
        [
            new WitnessNote
            {
                Trace = Operator.Trace,
                Actor = Operator.Actor,
                Component = "coordinator",
                Operation = "task.expire",
                Subject = Keys.Task(task).Text,
                Time = Time.GetUtcNow(),
            },
        ]));

    public async ValueTask DisposeAsync()
    {
        foreach (var coordinator in _started)
            await coordinator.DisposeAsync();
        Cluster.Dispose();
    }
}
