using System.Globalization;
using System.Runtime.CompilerServices;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Retry;

namespace InfraFabric.Client.Push;

/// <summary>
/// An event stream that comes back: when its connection is lost it goes on at the next server, after the last event
/// that came. Each connection begins with a picture of how things stand.
/// </summary>
public sealed class PushStream
{
    private readonly ServerPool _servers;
    private readonly ServerRequest _request;
    private readonly TimeSpan? _resumeWithin;
    private readonly TimeProvider _time;
    private readonly Random _jitter;

    /// <summary>A stream that is not connected yet.</summary>
    /// <param name="servers">Who is asked, one after the other.</param>
    /// <param name="request">The call that opens it.</param>
    /// <param name="resumeWithin">How long a lost server is waited for; null to wait for good.</param>
    /// <param name="time">The clock.</param>
    /// <param name="jitter">Spreads the attempts of many.</param>
    public PushStream(
        ServerPool servers, ServerRequest request, TimeSpan? resumeWithin, TimeProvider time, Random jitter)
    {
        _servers = servers;
        _request = request;
        _resumeWithin = resumeWithin;
        _time = time;
        _jitter = jitter;
    }

    /// <summary>
    /// The events, until a server says goodbye for good; that event is the last. An error that a server answers with
    /// ends the stream, too. Where a lost server is not waited for, one that was never there is an error at once.
    /// </summary>
    public async IAsyncEnumerable<PushedEvent> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var last = default(long?);
        var loss = new Loss(_resumeWithin, _time, _jitter);
        while (true)
        {
            var server = _servers.Current;
            var request = _request with { LastEventId = last?.ToString(CultureInfo.InvariantCulture) };
            var connection = new PushConnection(server, request, _time);
            var events = connection.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (events)
            {
                while (await loss.TryMoveAsync(events))
                {
                    last = connection.LastEventId ?? last;
                    if (events.Current is { Kind: PushedEvent.Bye, Reason: PushedEvent.Stopping })
                        break;
                    yield return events.Current;
                    if (events.Current.Kind == PushedEvent.Bye)
                        yield break;
                }
            }

            _servers.Leave(server);
            await loss.PauseAsync(cancellationToken);
        }
    }

    /// <summary>Counts how often and how long the servers have been gone.</summary>
    private sealed class Loss(TimeSpan? resumeWithin, TimeProvider time, Random jitter)
    {
        private static readonly RetryPolicy Pauses = new(
            RetryLimits.MaxAttempts, PushLimits.FirstPause, PushLimits.LongestPause);

        private bool _hasConnected;
        private int _failures;
        private long _lostAt;

        /// <summary>False when the connection was lost or has ended and is worth another attempt.</summary>
        public async Task<bool> TryMoveAsync(IAsyncEnumerator<PushedEvent> events)
        {
            try
            {
                if (!await events.MoveNextAsync())
                    return false;
                _hasConnected = true;
                _failures = 0;
                return true;
            }
            catch (FabricException gone) when (gone.Error.Retryable && MayComeBack())
            {
                return false;
            }
        }

        public Task PauseAsync(CancellationToken cancellationToken)
        {
            if (_failures == 0)
                _lostAt = time.GetTimestamp();
            _failures = Math.Min(_failures + 1, RetryLimits.MaxAttempts - 1);
            var pause = Pauses.After(_failures, ErrorTable.ServerUnreachable, jitter).NextDelay;
            return Task.Delay(pause ?? PushLimits.LongestPause, time, cancellationToken);
        }

        private bool MayComeBack() =>
            resumeWithin is not { } longest
            || (_hasConnected && (_failures == 0 || time.GetElapsedTime(_lostAt) < longest));
    }
}
