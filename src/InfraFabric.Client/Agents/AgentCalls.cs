using InfraFabric.Api.Calls;
using InfraFabric.Client.Push;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Retry;

namespace InfraFabric.Client.Agents;

/// <summary>
/// Makes the calls of an agent. One that no server answered is made again, at the next server and as it was: each is
/// such that making it twice has the effect of making it once.
/// </summary>
internal sealed class AgentCalls : IDisposable
{
    private static readonly RetryPolicy Pauses = new(
        RetryLimits.MaxAttempts, PushLimits.FirstPause, PushLimits.LongestPause);

    private readonly TimeProvider _time;
    private readonly IdSource _ids;

    public AgentCalls(AgentOptions options)
    {
        _time = options.Time;
        _ids = new IdSource(options.Time);
        var trace = TraceToken.New(_ids);
        var callers = new ServerCallerOptions
        {
            Identity = options.Identity,
            Why = options.Why,
            AuthorityFile = options.AuthorityFile,
            Time = options.Time,
        };
        var addresses =
            options.Server.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (addresses.Length == 0)
            ServerAddress.Parse(options.Server);
        Servers = new ServerPool(
            [.. addresses.Select(address => new ServerCaller(ServerAddress.Parse(address), trace, callers))]);
    }

    public ServerPool Servers { get; }

    public TimeProvider Time => _time;

    /// <summary>Spreads the attempts of many agents.</summary>
    public Random Jitter { get; } = new();

    /// <summary>A key under which a call has its effect once.</summary>
    public string NewKey() => _ids.Next().ToString("N");

    /// <summary>Makes a call until it is answered, by whichever server, or patience is at its end.</summary>
    /// <param name="call">Which.</param>
    /// <param name="request">The request that makes it.</param>
    /// <param name="cancellationToken">Gives up; the call may have had its effect.</param>
    /// <param name="lost">Told each time that an answer may have been lost.</param>
    public Task<T> CallAsync<T>(
        ApiCall call, ServerRequest request, CancellationToken cancellationToken, Action? lost = null)
        where T : class =>
        TryAsync((server, token) => server.CallAsync<T>(call, request, token), lost, cancellationToken);

    public void Dispose() => Servers.Dispose();

    private async Task<T> TryAsync<T>(
        Func<ServerCaller, CancellationToken, Task<T>> make, Action? lost, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            var server = Servers.Current;
            TimeSpan? pause;
            using var limit = new CancellationTokenSource(AgentLimits.CallTimeout, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            try
            {
                return await make(server, either.Token);
            }
            catch (FabricException failed) when (
                failed.Error.ExitCode == ExitCodes.Unavailable && failed.Error.Retryable && IsPatient(began))
            {
                if (failed.Error == ErrorTable.ServerUnreachable)
                    Servers.Leave(server);
                pause = failed.Retry?.NextDelay;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && IsPatient(began))
            {
                Servers.Leave(server);
                pause = null;
            }

            lost?.Invoke();
            attempt = Math.Min(attempt, RetryLimits.MaxAttempts - 1);
            pause ??= Pauses.After(attempt, ErrorTable.ServerUnreachable, Jitter).NextDelay;
            await Task.Delay(pause ?? PushLimits.LongestPause, _time, cancellationToken);
        }
    }

    private bool IsPatient(long began) => _time.GetElapsedTime(began) < AgentLimits.CallPatience;
}
