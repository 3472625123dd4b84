using InfraFabric.Api;
using InfraFabric.Api.Budgets;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Local;
using InfraFabric.Api.Tasks;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Server;
using InfraFabric.Server.Hosting;
using InfraFabric.State.Embedded;

namespace InfraFabric.Client.Tests.Servers;

/// <summary>
/// A fabric with one real server or several on one store, each reached through a connection that can be cut, and an
/// operator who gives the work.
/// </summary>
internal sealed class TestFabric : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("if-agent-");
    private readonly Dictionary<int, (FabricServer Server, HomeLock Home)> _running = [];
    private readonly List<CuttableRelay> _relays = [];
    private EmbeddedStateStore? _store;

    /// <summary>The connection to each server.</summary>
    public IReadOnlyList<CuttableRelay> Relays => _relays;

    /// <summary>Where an agent finds the servers.</summary>
    public string Address => string.Join(',', _relays.Select(relay => $"unix://{relay.Path}"));

    /// <summary>Runs a test against a fabric of some servers.</summary>
    public static async Task<TestFabric> StartAsync(int servers = 1)
    {
        var fabric = new TestFabric();
        fabric._store = await fabric.OpenAsync();
        for (var i = 0; i < servers; i++)
        {
            await fabric.StartServerAsync(i);
            fabric._relays.Add(new CuttableRelay(fabric.PathOf($"relay-{i}.sock"), fabric.HomeOf(i).Socket));
        }

        return fabric;
    }

    public AgentOptions OptionsFor(string swarm, params string[] capabilities) => new()
    {
        Server = Address,
        Swarm = swarm,
        Capabilities = capabilities,
    };

    /// <summary>Calls the first server that runs, as its owner.</summary>
    public async Task<T> CallAsync<T>(ApiCall call, object? body, params string[] values)
        where T : class
    {
        using var caller = new ServerCaller(
            ServerAddress.OfSocket(HomeOf(_running.Keys.Min()).Socket),
            TraceToken.New(new IdSource(TimeProvider.System)));
        return await caller.CallAsync<T>(call, call.Request(body, values), CancellationToken.None);
    }

    public async Task<string> AddAsync(TaskAddBody? task = null) =>
        (await CallAsync<TaskAddedBody>(TaskCalls.Add, task ?? new TaskAddBody { Type = "work" })).Id;

    public Task<TaskBody> ShowAsync(string task) => CallAsync<TaskBody>(TaskCalls.Show, null, task);

    /// <summary>Waits for a state of a task, thirty seconds at most.</summary>
    public async Task<TaskBody> UntilAsync(string task, string state)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var shown = await ShowAsync(task);
            if (shown.State == state)
                return shown;
            await Task.Delay(20, patience.Token);
        }
    }

    public Task SetBudgetAsync(string budget, Money limit) =>
        CallAsync<BudgetBody>(BudgetCalls.Set, new BudgetSetBody(budget, limit));

    public Task CancelAsync(string task) =>
        CallAsync<TaskStateBody>(TaskCalls.Cancel, new ReasonBody("changed our mind"), task);

    /// <summary>Stops a server, as an operator does.</summary>
    public async Task StopServerAsync(int number)
    {
        _running.Remove(number, out var stopped);
        await stopped.Server.DisposeAsync();
        stopped.Home.Dispose();
    }

    public async Task StartServerAsync(int number)
    {
        var home = HomeLock.Take(HomeOf(number));
        var options = new ServerOptions
        {
            Home = HomeOf(number),
            Port = 0,
            Version = new VersionBody("1.2.3", "abc", "runtime", "platform"),
        };
        var server = await FabricServer.StartAsync(
            options, home, _store!, TimeProvider.System, _ => { }, CancellationToken.None);
        _running[number] = (server, home);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var relay in _relays)
            await relay.DisposeAsync();
        foreach (var number in _running.Keys.ToList())
            await StopServerAsync(number);
        if (_store is not null)
            await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private Task<EmbeddedStateStore> OpenAsync() => EmbeddedStateStore.OpenAsync(
        new EmbeddedOptions { Directory = PathOf("data") }, TimeProvider.System);

    private FabricHome HomeOf(int number) => new(PathOf($"home-{number}"));

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
