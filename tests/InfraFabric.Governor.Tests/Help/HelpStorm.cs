using System.Text.Json;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Budgets;
using InfraFabric.Governor.Help;
using InfraFabric.Governor.Registry;
using InfraFabric.Governor.Tests.Budgets;
using InfraFabric.Governor.Tests.Registry;
using InfraFabric.State.Contract;
using InfraFabric.State.Simulated;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Governor.Tests.Help;

/// <summary>
/// Blockers that come and go while two servers see to them that crash again and again, on a store that loses requests,
/// answers and watches.
/// </summary>
internal sealed class HelpStorm(RegistryStage stage) : IDisposable
{
    private const int Blockers = 40;

    private static readonly SimulatedFaults Weather = new()
    {
        MaxDelay = TimeSpan.FromMilliseconds(50),
        LostRequest = 0.02,
        LostAcknowledgement = 0.03,
        CutWatch = 0.05,
    };

    private readonly CancellationTokenSource _over = new();
    private readonly Dictionary<long, DateTimeOffset> _raised = [];
    private readonly Dictionary<long, int> _seenTo = [];
    private readonly Dictionary<string, long> _current = new(StringComparer.Ordinal);
    private readonly List<string> _late = [];

    public static void Run(int seed) => RegistryStage.Run(async stage =>
    {
        using var storm = new HelpStorm(stage);
        await storm.RunAsync();
        storm._late.ShouldBeEmpty();
        storm._seenTo.Values.ShouldAllBe(times => times == 1);
        storm._seenTo.Count.ShouldBeGreaterThan(Blockers / 2);
        stage.Budgets.Find(BudgetId.Fabric)!.Reserved.ShouldBe(Money.Zero);
        (await stage.Store.ListAsync(new ListQuery(HelpRecord.Prefix, 10))).Records.ShouldBeEmpty();
    }, seed);

    /// <summary>Blocks a task whose owner is the swarm <c>owner</c> and which may cost five dollars.</summary>
    public static async Task BlockAsync(
        RegistryStage stage, TaskId task, string? needs, string? requires = null, string kind = "declared")
    {
        await stage.PutAsync(
            $"specs/{task}",
            $$"""{"type":"research","requires":{{List(requires)}},"budget_micro_usd":5000000}""");
        await stage.PutAsync($"tasks/{task}", """{"stage":"claimed","claim":{"swarm":"owner","session":1}}""");
        await stage.PutAsync(
            $"blockers/{task}",
            $$"""{"task":"{{task}}","kind":"{{kind}}","reason":"stuck","swarm":"owner","needs":{{List(needs)}}}""");
    }

    public void Dispose() => _over.Dispose();

    private static string List(string? capabilities) =>
        capabilities is null ? "null" : $"[{string.Join(',', capabilities.Split(' ').Select(one => $"\"{one}\""))}]";

    private async Task RunAsync()
    {
        await stage.Budgets.SetAsync(
            BudgetId.Fabric, new BudgetTerms(Money.Parse("60"), BudgetWindow.Total), BudgetStage.Cause);
        for (var i = 0; i < 12; i++)
            await stage.JoinAsync($"s{i}", $"a:{i % 6} a:{(i + 1) % 6}", $"{1 + (i % 4)}");
        var watching = WatchAsync();
        var servers = Task.WhenAll(Enumerable.Range(0, 2).Select(_ => ServeAsync()));

        await Task.WhenAll(Enumerable.Range(0, Blockers).Select(BlockOneAsync));
        // What servers that died have left behind takes its time to come back.
        await Task.Delay(TimeSpan.FromMinutes(2), stage.World.Time);
        _over.Cancel();
        await Task.WhenAll(watching, servers);
    }

    private async Task BlockOneAsync(int number)
    {
        var task = TaskId.New(stage.Ids);
        await PauseAsync(stage.World.Chance.Next(60_000));
        await BlockAsync(stage, task, $"a:{number % 8} a:{(number + 3) % 8}");
        await PauseAsync(stage.World.Chance.Next(60_000));
        await stage.DeleteAsync($"blockers/{task}");
    }

    /// <summary>One server, that crashes again and again while the storm lasts.</summary>
    private async Task ServeAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            await using var store = stage.NewStore(Weather);
            try
            {
                await using var budgets = await FabricBudgets.StartAsync(
                    store, stage.World.Time, stage.Ids, NullLogger.Instance);
                await using var registry = await SwarmRegistry.StartAsync(
                    store, budgets, stage.World.Time, NullLogger.Instance);
                await using var desk = await HelpDesk.StartAsync(
                    store, registry, budgets, stage.World.Time, stage.Ids, NullLogger.Instance);
                await PauseAsync(1000 + stage.World.Chance.Next(10_000));
                store.Crash();
            }
            catch (FabricException)
            {
                // It could not even start.
                await PauseAsync(500);
            }
        }
    }

    private async Task WatchAsync()
    {
        try
        {
            await foreach (var batch in stage.Store.WatchAsync("", 0, _over.Token))
            {
                foreach (var change in batch.Changes)
                    Note(change, batch.Revision);
            }
        }
        catch (OperationCanceledException)
        {
            // The storm is over.
        }
    }

    private void Note(Change change, long revision)
    {
        var now = stage.World.Time.GetUtcNow();
        var key = change.Key.Text;
        if (key.StartsWith(WorkReader.Blockers, StringComparison.Ordinal))
        {
            if (_current.Remove(key, out var before) && !_seenTo.ContainsKey(before))
                Require(before, now);
            if (change.Record is null)
                return;
            _raised[revision] = now;
            _current[key] = revision;
        }
        else if (key.StartsWith(HelpRecord.Prefix, StringComparison.Ordinal) && change.Record is { } record)
        {
            var blocker = JsonDocument.Parse(record.Value).RootElement.GetProperty("blocker").GetInt64();
            _seenTo[blocker] = _seenTo.GetValueOrDefault(blocker) + 1;
            Require(blocker, now);
        }
    }

    private void Require(long blocker, DateTimeOffset now)
    {
        if (now - _raised[blocker] > TimeSpan.FromSeconds(30))
            _late.Add($"The blocker of revision {blocker} waited {now - _raised[blocker]}.");
    }

    private Task PauseAsync(int milliseconds) =>
        Task.Delay(TimeSpan.FromMilliseconds(milliseconds), stage.World.Time);
}
