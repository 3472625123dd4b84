using System.Text;
using InfraFabric.Core.Ids;
using InfraFabric.Governor.Budgets;
using InfraFabric.Governor.Matching;
using InfraFabric.Governor.Policy;
using InfraFabric.Governor.Registry;
using InfraFabric.Governor.Tests.Budgets;
using InfraFabric.State.Contract;
using InfraFabric.State.Simulated;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Governor.Tests.Registry;

/// <summary>A registry on a simulated store, whose swarms are written as the coordinator writes them.</summary>
internal sealed class RegistryStage : IAsyncDisposable
{
    private readonly SimulatedCluster _cluster;

    private RegistryStage(SimulatedWorld world)
    {
        World = world;
        _cluster = new SimulatedCluster(world.Time);
        Ids = new IdSource(world.Time, world.Chance);
        Store = NewStore();
    }

    public SimulatedWorld World { get; }

    public IdSource Ids { get; }

    public IStateStore Store { get; }

    public FabricBudgets Budgets { get; private set; } = null!;

    public SwarmRegistry Registry { get; private set; } = null!;

    public static void Run(Func<RegistryStage, Task> story, int seed = 1) => SimulatedWorld.Run(seed, async world =>
    {
        await using var stage = new RegistryStage(world);
        stage.Budgets = await FabricBudgets.StartAsync(
            stage.NewStore(), world.Time, stage.Ids, NullLogger.Instance);
        stage.Registry = await stage.StartRegistryAsync();
        await story(stage);
    });

    public SimulatedStateStore NewStore(SimulatedFaults? faults = null) =>
        new(_cluster, faults ?? SimulatedFaults.None, World.Chance, World.Time);

    public Task<SwarmRegistry> StartRegistryAsync() =>
        SwarmRegistry.StartAsync(NewStore(), Budgets, World.Time, NullLogger.Instance);

    public Task<PolicyKeeper> StartKeeperAsync(PolicySource source, SwarmRegistry? registry = null) =>
        PolicyKeeper.StartAsync(NewStore(), registry ?? Registry, source, World.Time, Ids, NullLogger.Instance);

    /// <summary>A swarm that is at work, and says of itself what it can do and what it costs.</summary>
    public async Task JoinAsync(string swarm, string capabilities, string? dollarsPerHour = null, bool draining = false)
    {
        var cost = dollarsPerHour is null
            ? ""
            : $",\"cost_per_hour_micro_usd\":{Core.Units.Money.Parse(dollarsPerHour).MicroUsd}";
        var list = string.Join(
            ',', capabilities.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c => $"\"{c}\""));
        await PutAsync(
            $"swarms/{swarm}",
            $$"""
            {"name":"{{swarm}}","owner":"if://agent/{{swarm}}/1","capabilities":[{{list}}]{{cost}},"capacity":1,
            "draining":{{(draining ? "true" : "false")}}}
            """);
        var lease = await Store.GrantLeaseAsync(TimeSpan.FromHours(20), Note("lease"));
        await PutAsync(
            $"sessions/{swarm}", $$"""{"lease":{{lease.Value}},"since":"2026-11-21T12:00:00Z"}""", lease);
    }

    public async Task PutAsync(string key, string json, LeaseId lease = default)
    {
        var outcome = await Store.CommitAsync(new Commit(
            [], [Write.Put(new RecordKey(key), Encoding.UTF8.GetBytes(json), lease)], [Note("put")]));
        await SeeAsync(key, outcome.Revision);
    }

    public async Task DeleteAsync(string key)
    {
        var outcome = await Store.CommitAsync(new Commit([], [Write.Delete(new RecordKey(key))], [Note("delete")]));
        await SeeAsync(key, outcome.Revision);
    }

    /// <summary>The text of a record; null if there is none.</summary>
    public async Task<string?> ReadAsync(string key) =>
        await Store.GetAsync(new RecordKey(key)) is { } record ? Encoding.UTF8.GetString(record.Value.Span) : null;

    /// <summary>All notes that were left, the oldest first.</summary>
    public async Task<IReadOnlyList<WitnessNote>> NotesAsync()
    {
        var notes = new List<WitnessNote>();
        var position = default(NotePosition);
        while (await Store.ReadNotesAsync(position, 1000) is { Count: > 0 } more)
        {
            notes.AddRange(more.Select(one => one.Note));
            position = more[^1].Position;
        }

        return notes;
    }

    /// <summary>Who is found: name and verdict of each.</summary>
    public IReadOnlyList<string> Find(string required, MatchQuestion? question = null) =>
    [
        .. Registry.Find((question ?? new MatchQuestion()) with { Required = Read(required) }).Candidates
            .Select(candidate => $"{candidate.Swarm} {candidate.Verdict}"),
    ];

    public static Capability[] Read(string capabilities) =>
        [.. capabilities.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Capability.Parse)];

    /// <summary>Waits until a condition comes true, in virtual time; fails after an hour of it.</summary>
    public async Task UntilAsync(Func<bool> holds)
    {
        var until = World.Time.GetUtcNow() + TimeSpan.FromHours(1);
        while (!holds())
        {
            World.Time.GetUtcNow().ShouldBeLessThan(until);
            await Task.Delay(TimeSpan.FromMilliseconds(100), World.Time);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Registry is not null)
            await Registry.DisposeAsync();
        if (Budgets is not null)
            await Budgets.DisposeAsync();
        await Store.DisposeAsync();
        _cluster.Dispose();
    }

    private async Task SeeAsync(string key, long revision)
    {
        var known = RegistryBook.Prefixes.FirstOrDefault(prefix => key.StartsWith(prefix, StringComparison.Ordinal));
        if (known is not null)
            await Registry.SeenAsync(known, revision);
    }

    public WitnessNote Note(string operation) => new()
    {
        Trace = BudgetStage.Cause.Trace,
        Actor = BudgetStage.Cause.Actor,
        Component = "test",
        Operation = operation,
        Subject = "test",
        Time = World.Time.GetUtcNow(),
    };
}
