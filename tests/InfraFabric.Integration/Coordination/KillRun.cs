using System.Collections.Concurrent;
using InfraFabric.Simulation.Coordination;
using InfraFabric.State.Contract;

namespace InfraFabric.Integration.Coordination;

/// <summary>
/// Servers that are killed at random moments while agents work and tasks are added, and what was seen in it.
/// </summary>
internal sealed class KillRun(ServerSet servers, int agents, int kills, int seed) : IDisposable
{
    private static readonly TimeSpan GiveUp = TimeSpan.FromMinutes(10);

    private readonly Random _chance = new(seed);
    private readonly CancellationTokenSource _over = new(GiveUp);
    private readonly ConcurrentDictionary<string, long> _completed = [];
    private readonly ConcurrentDictionary<(string Task, long Fence), string> _claims = [];

    /// <summary>What must not have happened.</summary>
    public ConcurrentQueue<string> Problems { get; } = [];

    /// <summary>How often a server has been killed so far.</summary>
    public int Killed { get; private set; }

    public int Seed => seed;

    public CancellationToken Over => _over.Token;

    /// <summary>Completions that were acknowledged.</summary>
    public int Completed => _completed.Count;

    public int Added { get; private set; }

    /// <summary>Runs to the point at which everything that was added has been completed.</summary>
    public async Task RunAsync()
    {
        await servers.StartAsync();
        var feed = new TaskFeed(this, new Caller(servers.CallAsOperator(), new Random(seed)));
        var working = new List<BusyAgent>();
        for (var i = 0; i < agents; i++)
        {
            var name = $"agent-{i}";
            var calls = new Caller(await servers.RegisterAsync(name, Over), new Random(seed * 1000 + i));
            working.Add(new BusyAgent(this, name, calls));
        }

        var loops = working.Select(agent => agent.RunAsync()).ToList();
        loops.Add(feed.RunAsync());
        await KillAsync();
        await UntilAsync(() => working.TrueForAll(agent => agent.HasRecovered), "each agent works again");
        feed.Stop();
        await UntilAsync(() => feed.IsOver && Completed == feed.Added.Count, "everything is completed");
        Added = feed.Added.Count;
        await _over.CancelAsync();
        await Task.WhenAll(loops);
    }

    /// <summary>Reads from the store itself what has become of every task at each revision.</summary>
    public async Task<IReadOnlyList<string>> AuditAsync(IStateStore store)
    {
        var problems = Problems.ToList();
        var ledger = new OwnershipLedger(problems);
        await ledger.ReadAsync(store, TestContext.Current.CancellationToken);
        foreach (var (task, fence) in _completed)
            ledger.RequireCompletedUnder(task, fence);
        ledger.Ended.ShouldBe(Added);
        return problems;
    }

    /// <summary>A claim that an agent was given: nobody else may ever be given it.</summary>
    public void NoteClaim(string agent, string task, long fence)
    {
        if (_claims.GetOrAdd((task, fence), agent) is var first && first != agent)
            Problems.Enqueue($"The claim {fence} of task {task} was given to {first} and to {agent}.");
    }

    /// <summary>A completion that was acknowledged.</summary>
    public void NoteCompleted(string task, long fence)
    {
        if (_completed.GetOrAdd(task, fence) is var first && first != fence)
            Problems.Enqueue($"Task {task} was completed under the fences {first} and {fence}.");
    }

    public void Dispose() => _over.Dispose();

    private async Task KillAsync()
    {
        for (var i = 0; i < kills; i++)
        {
            // Under load: only once the work goes on after the kill before.
            var before = Completed;
            await UntilAsync(() => Completed >= before + 20, $"the work goes on after {i} kills");
            await Task.Delay(_chance.Next(400), Over);
            var server = servers.Servers[_chance.Next(servers.Servers.Count)];
            await server.KillAsync();
            Killed++;
            await server.StartAsync();
        }
    }

    private async Task UntilAsync(Func<bool> isSo, string what)
    {
        try
        {
            while (!isSo())
                await Task.Delay(20, Over);
        }
        catch (OperationCanceledException late)
        {
            throw new InvalidOperationException(
                $"It never came to it that {what} (seed {seed}, {Killed} kills, {Completed} completed, "
                + $"{_claims.Count} claims): {string.Join('\n', Problems.Take(10))}", late);
        }
    }
}
