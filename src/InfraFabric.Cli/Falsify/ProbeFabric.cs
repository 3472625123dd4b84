using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
using InfraFabric.Api.Swarms;
using InfraFabric.Api.Tasks;
using InfraFabric.Client;

namespace InfraFabric.Cli.Falsify;

/// <summary>
/// A server over a copy of the state in which swarms and tasks can be tried out. What it adds asks for a capability
/// that nobody else has, so that the swarms of the copy leave it alone.
/// </summary>
internal sealed class ProbeFabric : IAsyncDisposable
{
    private const string Probe = "falsify:probe";
    private const int SessionTtlS = 600;

    private readonly Scratch _scratch;
    private readonly ScratchServer _server;
    private readonly ServerCaller _caller;

    private ProbeFabric(Scratch scratch, ScratchServer server)
    {
        _scratch = scratch;
        _server = server;
        _caller = server.NewCaller();
    }

    public static async Task<ProbeFabric> StartAsync(Scratch scratch) =>
        new(scratch, await ScratchServer.StartAsync(scratch));

    public Task<T> CallAsync<T>(ApiCall call, object? body, params ReadOnlySpan<string> values)
        where T : class => CallAsync<T>(_caller, call, call.Request(body, values));

    public Task<T> CallAsync<T>(ApiCall call, ServerRequest request)
        where T : class => CallAsync<T>(_caller, call, request);

    /// <summary>Makes a call that is carried out, and whose answer is lost on its way.</summary>
    public async Task LoseAnswerAsync(ServerRequest request)
    {
        // The first byte of the answer comes through: by then the server has done its work.
        _server.Proxy.CutAfter(1);
        using var caller = _server.NewCaller();
        var lost = await Attacks.RefusedAsync(Core.Errors.ErrorTable.ServerUnreachable, "", () =>
            caller.CallAsync(request, _scratch.Run.Cancellation));
        _server.Proxy.CutAfter(long.MaxValue);
        if (!lost.HasHeld)
            throw new InvalidOperationException("The answer could not be lost.");
    }

    /// <summary>Registers a swarm that can do what is tried out here.</summary>
    public Task<SessionBody> RegisterAsync(string swarm) => CallAsync<SessionBody>(
        SwarmCalls.Register, new RegisterBody { Capabilities = [Probe], Capacity = 100, SessionTtlS = SessionTtlS },
        swarm);

    /// <summary>Ends a session; what the swarm had goes back to the queue.</summary>
    public Task LeaveAsync(SessionBody session) => _caller.CallAsync(
        SwarmCalls.Leave.Request(new SessionRefBody(session.Session), session.Swarm), _scratch.Run.Cancellation);

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

    public Task<TaskBody> ShowAsync(string task) => CallAsync<TaskBody>(TaskCalls.Show, null, task);

    public async ValueTask DisposeAsync()
    {
        _caller.Dispose();
        await _server.DisposeAsync();
    }

    private Task<T> CallAsync<T>(ServerCaller caller, ApiCall call, ServerRequest request)
        where T : class => caller.CallAsync<T>(call, request, _scratch.Run.Cancellation);
}
