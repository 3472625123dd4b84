using InfraFabric.Api.Calls;
using InfraFabric.Client;
using InfraFabric.Client.Push;

namespace InfraFabric.Cli.Frame;

/// <summary>
/// The server that a command works with: the one that <c>--server</c> names, else the one that serves the home.
/// </summary>
internal sealed class ServedFabric : IDisposable
{
    private readonly CommandRun _run;
    private readonly ServerPool _servers;

    private ServedFabric(CommandRun run, ServerCaller caller)
    {
        _run = run;
        Caller = caller;
        _servers = new ServerPool(caller);
    }

    public ServerCaller Caller { get; }

    public static ServedFabric Of(CommandRun run) => new(run, ServerAccess.Open(run));

    /// <summary>Makes a call that has no body.</summary>
    public Task<T> CallAsync<T>(ApiCall call, params ReadOnlySpan<string> values)
        where T : class => CallAsync<T>(call, call.Request(null, values));

    /// <summary>Makes a call with a body.</summary>
    public Task<T> SendAsync<T>(ApiCall call, object body, params ReadOnlySpan<string> values)
        where T : class => CallAsync<T>(call, call.Request(body, values));

    public Task<T> CallAsync<T>(ApiCall call, ServerRequest request)
        where T : class => Caller.CallAsync<T>(call, request with { Why = _run.Why }, _run.Cancellation);

    /// <summary>Makes a call whose answer has no body.</summary>
    public Task TellAsync(ApiCall call, object body, params ReadOnlySpan<string> values) =>
        Caller.CallAsync(call.Request(body, values) with { Why = _run.Why }, _run.Cancellation);

    /// <summary>Opens an event stream, which comes back when its server is replaced.</summary>
    public IAsyncEnumerable<PushedEvent> ListenAsync(ServerRequest request) =>
        new PushStream(_servers, request, PushLimits.ResumeWithin, _run.Time, new Random())
            .ReadAsync(_run.Cancellation);

    public void Dispose() => _servers.Dispose();
}
