using System.Text.Json;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
using InfraFabric.Api.Identity;
using InfraFabric.Api.Swarms;
using InfraFabric.Api.Tasks;
using InfraFabric.Client;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Cli.Falsify;

/// <summary>
/// A server over a copy of the state in which swarms and tasks can be tried out. What it adds asks for a capability
/// that nobody else has, so that the swarms of the copy leave it alone.
/// </summary>
internal sealed class ProbeFabric : IAsyncDisposable
{
    private const string Probe = "falsify:probe";
    private const int SessionTtlS = 600;

    private static readonly TimeSpan FreeWithin = TimeSpan.FromSeconds(30);

    private readonly Scratch _scratch;
    private readonly ScratchServer _server;
    private readonly List<ProbeAgent> _agents = [];

    private ProbeFabric(Scratch scratch, ScratchServer server)
    {
        _scratch = scratch;
        _server = server;
        Caller = server.NewCaller();
        Identities = new HttpIdentityApi(Caller);
    }

    /// <summary>Calls as the operator.</summary>
    public ServerCaller Caller { get; }

    public HttpIdentityApi Identities { get; }

    public static async Task<ProbeFabric> StartAsync(Scratch scratch) =>
        new(scratch, await ScratchServer.StartAsync(scratch));

    /// <summary>Leaves a note in the copy of the state.</summary>
    public async Task NoteAsync(WitnessNote note) =>
        await _server.Store.CommitAsync(new Commit([], [], [note]), _scratch.Run.Cancellation);

    public Task<T> CallAsync<T>(ApiCall call, object? body, params ReadOnlySpan<string> values)
        where T : class => CallAsync<T>(call, call.Request(body, values));

    public Task<T> CallAsync<T>(ApiCall call, ServerRequest request)
        where T : class => Caller.CallAsync<T>(call, request, _scratch.Run.Cancellation);

    /// <summary>Makes a call that is carried out, and whose answer is lost on its way.</summary>
    public async Task LoseAnswerAsync(ServerRequest request)
    {
        // The first byte of the answer comes through: by then the server has done its work.
        _server.Proxy.CutAfter(1);
        using var caller = _server.NewCaller();
        var lost = await Attacks.RefusedAsync(ErrorTable.ServerUnreachable, "", () =>
            caller.CallAsync(request, _scratch.Run.Cancellation));
        _server.Proxy.CutAfter(long.MaxValue);
        if (!lost.HasHeld)
            throw new InvalidOperationException("The answer could not be lost.");
    }

    /// <summary>An agent with a new key, which nobody has registered.</summary>
    public ProbeAgent NewAgent(string name)
    {
        var agent = new ProbeAgent(_server, name);
        _agents.Add(agent);
        return agent;
    }

    /// <summary>An agent that is registered with some scopes.</summary>
    public async Task<ProbeAgent> EnterAsync(string name, params string[] scopes)
    {
        var agent = NewAgent(name);
        await RegisterAsync(agent, scopes);
        return agent;
    }

    public Task<IdentityBody> RegisterAsync(ProbeAgent agent, params string[] scopes) => Identities.RegisterAsync(
        agent.Name, new RegisterIdentityBody(agent.PublicKey, scopes), replace: false, _scratch.Run.Cancellation);

    /// <summary>When an identity last changed; 0 if there is none.</summary>
    public async Task<long> RevisionOfAsync(AgentName agent)
    {
        try
        {
            return (await Identities.GetAsync(agent, _scratch.Run.Cancellation)).Revision;
        }
        catch (FabricException none) when (none.Error == ErrorTable.NotFound)
        {
            return 0;
        }
    }

    /// <summary>Registers a swarm that can do what is tried out here.</summary>
    public Task<SessionBody> RegisterAsync(string swarm) => CallAsync<SessionBody>(
        SwarmCalls.Register, new RegisterBody { Capabilities = [Probe], Capacity = 100, SessionTtlS = SessionTtlS },
        swarm);

    /// <summary>Ends a session; what the swarm had goes back to the queue.</summary>
    public Task LeaveAsync(SessionBody session) => Caller.CallAsync(
        SwarmCalls.Leave.Request(new SessionRefBody(session.Session), session.Swarm), _scratch.Run.Cancellation);

    public Task<SwarmBody> ShowSwarmAsync(string swarm) => CallAsync<SwarmBody>(SwarmCalls.Show, null, swarm);

    /// <summary>Adds a task and has a swarm claim it.</summary>
    public async Task<ClaimBody> ClaimNewAsync(SessionBody session) => await ClaimAsync(session, await AddAsync());

    /// <summary>Ends a task with a result, under the fence of its claim.</summary>
    public Task<TaskStateBody> CompleteAsync(ClaimBody claim, JsonElement? result = null) =>
        CallAsync<TaskStateBody>(ClaimCalls.Complete, new CompleteBody(claim.Fence, result), claim.Task);

    public static TaskAddBody NewTask() => new()
    {
        Type = "falsify.probe",
        Requires = [Probe],
        BackoffMs = 0,
        MaxAttempts = 10,
    };

    public async Task<string> AddAsync() =>
        (await CallAsync<TaskAddedBody>(TaskCalls.Add, NewTask())).Id;

    public async Task<ClaimBody> ClaimAsync(SessionBody session, string task)
    {
        var ask = new ClaimAskBody { Session = session.Session, Task = task };
        return (await CallAsync<ClaimsBody>(ClaimCalls.Claim, ask, session.Swarm)).Claims[0];
    }

    /// <summary>Waits until the coordinator has seen that the session of a claim has ended.</summary>
    public async Task<TaskBody> ShowOnceFreeAsync(string task)
    {
        using var patience = new CancellationTokenSource(FreeWithin, _scratch.Run.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            patience.Token, _scratch.Run.Cancellation);
        while (true)
        {
            if (await ShowAsync(task) is { State: not "claimed" } free)
                return free;
            await Task.Delay(TimeSpan.FromMilliseconds(5), _scratch.Run.Time, either.Token);
        }
    }

    public Task<TaskBody> ShowAsync(string task) => CallAsync<TaskBody>(TaskCalls.Show, null, task);

    public async ValueTask DisposeAsync()
    {
        _agents.ForEach(agent => agent.Dispose());
        Caller.Dispose();
        await _server.DisposeAsync();
    }
}
