using System.Net;
using System.Text;
using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Api.Budgets;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Swarms;
using InfraFabric.Api.Tasks;
using InfraFabric.Client;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Load.Http;
using InfraFabric.Load.Peers;
using InfraFabric.Load.State;

namespace InfraFabric.Load.Coordination;

/// <summary>A server as users run it, swarms that are registered with it, and tasks for them.</summary>
internal sealed class ClaimStage : IAsyncDisposable
{
    /// <summary>What one swarm may own at a time, the most that the server allows.</summary>
    public const int Capacity = 1000;

    // One identity plays all agents here, so that its limit would be what is measured; and what was claimed in an
    // earlier round is left as it is, which is not to be taken for a stall while a later one is measured.
    private const string Config = """
        listen:
          requests_per_second: 0
        coordinator:
          stall_after_s: 86400

        """;

    private readonly ServerProcess _server;
    private readonly ServerCaller _caller;

    private ClaimStage(ServerProcess server, ServerCaller caller, string token)
    {
        _server = server;
        _caller = caller;
        Token = token;
    }

    public IPEndPoint Address => _server.Address;

    public int ProcessId => _server.ProcessId;

    /// <summary>The operator's bearer token.</summary>
    public string Token { get; }

    public static async Task<ClaimStage> StartAsync(params string[] more)
    {
        Scratch? scratch = null;
        var server = await IfctlServer.StartAsync(
            home =>
            {
                scratch = home;
                Directory.CreateDirectory(home.File("home"));
                return File.WriteAllTextAsync(home.File("home/fabric.yaml"), Config);
            },
            more);
        var identity = new AgentIdentity(
            AgentName.Of("operator", 0), KeyFile.Load(scratch!.File("home/keys/operator.key")));
        var ids = new IdSource(TimeProvider.System);
        var caller = new ServerCaller(
            ServerAddress.Parse($"http://{server.Address}"), TraceToken.New(ids),
            new ServerCallerOptions { Identity = identity });
        var token = await new AgentTokens(caller, identity, TimeProvider.System).GetAsync(CancellationToken.None);
        return new ClaimStage(server, caller, token);
    }

    /// <summary>Registers a swarm; the answer names its session.</summary>
    public async Task<long> RegisterAsync(string swarm, int capacity = Capacity, string? capability = null)
    {
        var body = new RegisterBody
        {
            Capacity = capacity,
            SessionTtlS = 600,
            Capabilities = capability is null ? null : [capability],
            Orchestrator = capability == "lead:orchestrator",
        };
        var answer = await _caller.CallAsync(
            ServerRequest.Put(SwarmCalls.Register.For(swarm), body, ApiJson.Default.RegisterBody),
            ApiJson.Default.SessionBody, CancellationToken.None);
        return answer.Body.Session;
    }

    public Task SetBudgetAsync(string budget, Money limit) => _caller.CallAsync(
        ServerRequest.Put(BudgetCalls.Set.Path, new BudgetSetBody(budget, limit), ApiJson.Default.BudgetSetBody),
        ApiJson.Default.BudgetBody, CancellationToken.None);

    /// <summary>Adds tasks, 100 with each call; how long that took.</summary>
    public async Task<TimeSpan> AddTasksAsync(int count, string? capability = null)
    {
        var task = new TaskAddBody
        {
            Type = "bench",
            Payload = JsonDocument.Parse("""{"url":"https://example.com/item","depth":3}""").RootElement,
            Requires = capability is null ? null : [capability],
        };
        var batch = JsonSerializer.Serialize(
            new TasksAddBody([.. Enumerable.Repeat(task, 100)]), ApiJson.Default.TasksAddBody);
        var request = HttpRequests.Post(TaskCalls.AddMany.Path, batch, Token);
        return (await HttpLoad.RunAsync(Address, 8, count / 100, _ => request)).WithoutRefusals().Elapsed;
    }

    /// <summary>A request that adds one such task.</summary>
    public byte[] AddOneRequest() => HttpRequests.Post(
        TaskCalls.Add.Path, """{"type":"bench","payload":{"url":"https://example.com/item","depth":3}}""", Token);

    /// <summary>Throws when the queue is not as long as it is said to be.</summary>
    public async Task RequireReadyAsync(int tasks)
    {
        var status = await _caller.GetAsync(SwarmCalls.Status.Path, ApiJson.Default.StatusBody, CancellationToken.None);
        var ready = status.Tasks.GetValueOrDefault("ready");
        if (ready != tasks)
            throw new InvalidOperationException($"{ready:N0} tasks are ready instead of {tasks:N0}.");
    }

    /// <inheritdoc cref="ServerProcess.RestartAsync"/>
    public Task<(TimeSpan Ended, TimeSpan Listening)> RestartAsync(bool inGoodOrder) =>
        _server.RestartAsync(inGoodOrder);

    /// <summary>A request that claims the best task for a swarm, or the best ones.</summary>
    public byte[] ClaimRequest(string swarm, long session, int? count = null) => HttpRequests.Post(
        ClaimCalls.Claim.For(swarm),
        count is null ? $$"""{"session":{{session}}}""" : $$"""{"session":{{session}},"count":{{count}}}""", Token);

    /// <summary>A request that completes what an answer says was claimed; null if nothing was.</summary>
    public byte[]? CompleteRequest(ReadOnlySpan<byte> claimed) => ClaimIn(claimed) is var (task, fence)
        ? HttpRequests.Post(ClaimCalls.Complete.For(task), $$"""{"fence":{{fence}}}""", Token)
        : null;

    /// <summary>The first claim of an answer.</summary>
    public static (string Task, long Fence)? ClaimIn(ReadOnlySpan<byte> claimed)
    {
        var reader = new Utf8JsonReader(claimed);
        string? task = null;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            if (reader.ValueTextEquals("task"u8) && reader.Read())
                task = Encoding.ASCII.GetString(reader.ValueSpan);
            else if (task is not null && reader.ValueTextEquals("fence"u8) && reader.Read())
                return (task, reader.GetInt64());
        }

        return null;
    }

    public Task<T> GetAsync<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class => _caller.GetAsync(path, type, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        _caller.Dispose();
        await _server.DisposeAsync();
    }
}
