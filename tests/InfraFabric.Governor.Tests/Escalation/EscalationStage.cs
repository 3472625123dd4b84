using InfraFabric.Core.Ids;
using InfraFabric.Governor.Escalation;
using InfraFabric.State.Contract;
using InfraFabric.State.Simulated;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Governor.Tests.Escalation;

/// <summary>Servers that tell humans, on a simulated store.</summary>
internal sealed class EscalationStage : IAsyncDisposable
{
    private readonly SimulatedCluster _cluster;
    private readonly IdSource _ids;
    private readonly List<(FabricEscalations Escalations, SimulatedStateStore Store)> _servers = [];

    private EscalationStage(SimulatedWorld world)
    {
        World = world;
        _cluster = new SimulatedCluster(world.Time);
        _ids = new IdSource(world.Time, world.Chance);
        Store = NewStore();
        Channel = new RecordingChannel("ops") { Time = world.Time };
    }

    public static EscalationOptions Options { get; } = new();

    public SimulatedWorld World { get; }

    public IStateStore Store { get; }

    public RecordingChannel Channel { get; }

    /// <summary>Tells a story in which one server has one channel.</summary>
    public static void Run(Func<EscalationStage, FabricEscalations, Task> story, int seed = 1) =>
        SimulatedWorld.Run(seed, async world =>
        {
            await using var stage = new EscalationStage(world);
            await story(stage, await stage.StartAsync(stage.Channel));
        });

    public SimulatedStateStore NewStore() => new(_cluster, SimulatedFaults.None, World.Chance, World.Time);

    public async Task<FabricEscalations> StartAsync(params RecordingChannel[] channels)
    {
        var store = NewStore();
        var started = await FabricEscalations.StartAsync(
            store, World.Time, _ids, channels, Options, NullLogger.Instance);
        _servers.Add((started, store));
        return started;
    }

    /// <summary>Ends a server as a power failure does.</summary>
    public async Task CrashAsync(FabricEscalations server)
    {
        var (escalations, store) = _servers.Single(one => one.Escalations == server);
        _servers.Remove((escalations, store));
        store.Crash();
        await escalations.DisposeAsync();
    }

    /// <summary>Makes escalations of one agent, each with the commit that it is about.</summary>
    public async Task<EscalationId> EscalateAsync(
        EscalationSeverity severity = EscalationSeverity.High, string by = "if://agent/a/1", int times = 1)
    {
        var id = default(EscalationId);
        for (var i = 0; i < times; i++)
        {
            id = EscalationId.New(_ids);
            var draft = new EscalationDraft(EscalationKind.Breaker, $"breakers/s{i}", severity, $"It opened, {i}.");
            var commit = new Commit([], [draft.ToWrite(id, Cause(by), World.Time.GetUtcNow())], [Note()]);
            (await Store.CommitAsync(commit)).Succeeded.ShouldBeTrue();
        }

        return id;
    }

    public Task PassAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), World.Time);

    public static Cause Cause(string by, string? why = null) =>
        new(by, TraceToken.Parse("0198c5a2-1f00-7abc-8def-0123456789ab"), why);

    public WitnessNote Note() => new()
    {
        Trace = Cause("x").Trace,
        Actor = "if://agent/a/1",
        Component = "test",
        Operation = "escalate",
        Subject = "test",
        Time = World.Time.GetUtcNow(),
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var (escalations, _) in _servers)
            await escalations.DisposeAsync();
        await Store.DisposeAsync();
        _cluster.Dispose();
    }
}
