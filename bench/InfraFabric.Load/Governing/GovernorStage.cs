using System.Globalization;
using System.Text;
using InfraFabric.Core.Ids;
using InfraFabric.Governor.Budgets;
using InfraFabric.Governor.Registry;
using InfraFabric.Load.State;
using InfraFabric.State.Contract;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Load.Governing;

/// <summary>A governor on an embedded store, with swarms that are all at work.</summary>
internal sealed class GovernorStage : IAsyncDisposable
{
    private readonly Scratch _scratch = new();
    private IStateStore? _store;
    private FabricBudgets? _budgets;

    public SwarmRegistry Registry { get; private set; } = null!;

    public static async Task<GovernorStage> OpenAsync(IEnumerable<StagedSwarm> swarms)
    {
        var stage = new GovernorStage();
        var store = await Workload.OpenAsync(stage._scratch.File("governor"));
        stage._store = store;
        foreach (var some in swarms.Chunk(StateLimits.MaxWrites / 3))
            await store.CommitAsync(new Commit([], [.. some.SelectMany(WritesOf)], [Workload.Note("swarms")]));
        stage._budgets = await FabricBudgets.StartAsync(
            store, TimeProvider.System, new IdSource(TimeProvider.System), NullLogger.Instance);
        stage.Registry = await SwarmRegistry.StartAsync(
            store, stage._budgets, TimeProvider.System, NullLogger.Instance);
        return stage;
    }

    public async ValueTask DisposeAsync()
    {
        if (Registry is not null)
            await Registry.DisposeAsync();
        if (_budgets is not null)
            await _budgets.DisposeAsync();
        if (_store is not null)
            await _store.DisposeAsync();
        _scratch.Dispose();
    }

    private static IEnumerable<Write> WritesOf(StagedSwarm swarm)
    {
        var capabilities = string.Join(',', swarm.Capabilities.Select(one => $"\"{one}\""));
        yield return Put(
            $"swarms/{swarm.Name}",
            $$"""
            {"name":"{{swarm.Name}}","owner":"if://agent/{{swarm.Name}}/1","capabilities":[{{capabilities}}],
            "cost_per_hour_micro_usd":{{swarm.CostPerHour.MicroUsd}}}
            """);
        yield return Put($"sessions/{swarm.Name}", """{"lease":1}""");
        yield return Put(
            $"reputation/{swarm.Name}",
            string.Create(CultureInfo.InvariantCulture, $$"""{"value":{{swarm.Reputation:0.###}},"executions":100}"""));
    }

    private static Write Put(string key, string json) => Write.Put(new RecordKey(key), Encoding.UTF8.GetBytes(json));
}
