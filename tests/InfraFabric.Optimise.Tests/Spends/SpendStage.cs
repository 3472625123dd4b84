using System.Text;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Optimise.Reports;
using InfraFabric.Optimise.Spends;
using InfraFabric.State.Contract;
using InfraFabric.State.Simulated;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Optimise.Tests.Spends;

/// <summary>A ledger that a test writes, a state with specs of tasks, and the costs that follow both.</summary>
internal sealed class SpendStage : ILedgerSource, IAsyncDisposable
{
    public static readonly DateTimeOffset Day = new(2026, 10, 15, 0, 0, 0, TimeSpan.Zero);

    private readonly SimulatedCluster _cluster;
    private readonly IdSource _ids;
    private readonly IStateStore _store;

    private SpendStage(SimulatedWorld world)
    {
        World = world;
        _cluster = new SimulatedCluster(world.Time);
        _ids = new IdSource(world.Time, world.Chance);
        _store = new SimulatedStateStore(_cluster, SimulatedFaults.None, world.Chance, world.Time);
    }

    public string Id { get; set; } = "one";

    public SimulatedWorld World { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("costs-").FullName;

    public List<LedgerFact?> Entries { get; } = [];

    public CostLedger Costs { get; private set; } = null!;

    public static void Run(Func<SpendStage, Task> story, int seed = 1) => SimulatedWorld.Run(seed, async world =>
    {
        await using var stage = new SpendStage(world);
        stage.Start();
        await story(stage);
    });

    public void Start() => Costs = CostLedger.Start(this, _store, Folder, World.Time, NullLogger.Instance);

    /// <summary>Ends what follows, does something to its files, and begins anew.</summary>
    public async Task RestartAsync(Action between)
    {
        await Costs.DisposeAsync();
        between();
        Start();
    }

    public async Task<string> AddTaskAsync(string kind, params string[] requires)
    {
        var task = TaskId.New(_ids).ToString();
        var listed = string.Join(",", requires.Select(name => $"\"{name}\""));
        var spec = $$"""{"id":"{{task}}","type":"{{kind}}","requires":[{{listed}}]}""";
        var note = new WitnessNote
        {
            Trace = TraceToken.New(_ids),
            Actor = "if://agent/test/1",
            Component = "test",
            Operation = "task.add",
            Subject = $"tasks/{task}",
            Time = World.Time.GetUtcNow(),
        };
        await _store.CommitAsync(new Commit(
            [], [Write.Put(new RecordKey($"specs/{task}"), Encoding.UTF8.GetBytes(spec))], [note]));
        Note("task.add", task);
        return task;
    }

    /// <summary>Something happens to a task.</summary>
    public void Note(string operation, string task, long? fence = null) => Entries.Add(new LedgerFact
    {
        Operation = operation,
        Subject = $"tasks/{task}",
        Time = Day,
        Trace = TraceToken.New(_ids),
        Fence = fence,
    });

    /// <summary>Something is spent.</summary>
    public void Spend(
        long microUsd, string? task = null, long? fence = null, DateTimeOffset? at = null, string path = "swarm/one",
        params ReadOnlySpan<(string Name, string Text)> facts)
    {
        var parameters = new Dictionary<string, string>
        {
            ["budgets"] = $"fabric {path}{(task is null ? "" : $" task/{task}")}",
            ["reserved"] = "$1.00",
        };
        foreach (var (name, text) in facts)
            parameters[name] = text;
        Entries.Add(new LedgerFact
        {
            Operation = "budget.settle",
            Subject = "budgets/held/0198c5a2-1f00-7abc-8def-0123456789ab",
            Time = at ?? Day,
            Trace = TraceToken.New(_ids),
            Cost = Money.FromMicroUsd(microUsd),
            Fence = fence,
            Parameters = parameters,
        });
    }

    public async Task<IReadOnlyList<Spend>> ListAsync() =>
        (await Costs.ListAsync(Day.AddDays(-100), Day.AddDays(100), -1, 1000)).Spends;

    public async Task<CostReport> ReportAsync(params CostDimension[] by) =>
        await Costs.ReportAsync(new CostQuery { By = by, From = Day, To = Day.AddDays(1), Limit = 1000 });

    ValueTask<long> ILedgerSource.SizeAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult((long)Entries.Count);

    ValueTask<IReadOnlyList<LedgerFact?>> ILedgerSource.ReadAsync(
        long first, int count, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<LedgerFact?>>([.. Entries.Skip((int)first).Take(count)]);

    public async ValueTask DisposeAsync()
    {
        if (Costs is not null)
            await Costs.DisposeAsync();
        await _store.DisposeAsync();
        _cluster.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
