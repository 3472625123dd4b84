using System.Diagnostics;
using System.Net;

namespace InfraFabric.Load.Http;

/// <summary>
/// Connections that are kept, each of which sends its next request when the last is answered. One thread serves them
/// all, on bare sockets: HttpClient, or a task for each connection, would take processor time from the server.
/// </summary>
internal sealed class HttpLoad
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private readonly Func<int, ReadOnlyMemory<byte>> _request;
    private readonly HttpLoadCallback? _onAnswer;
    private readonly Dictionary<int, long> _refusals = [];
    private long _left;
    private long _deadline;

    private HttpLoad(Func<int, ReadOnlyMemory<byte>> request, HttpLoadCallback? onAnswer) =>
        (_request, _onAnswer) = (request, onAnswer);

    /// <summary>Runs for a time.</summary>
    /// <param name="server">Where.</param>
    /// <param name="connections">How many at once.</param>
    /// <param name="duration">How long new requests are sent.</param>
    /// <param name="request">
    /// The next request of a connection, by its number; an empty one ends that connection's work.
    /// </param>
    /// <param name="onAnswer">Sees each answer, on the thread of the load.</param>
    public static Task<HttpLoadResult> RunAsync(
        EndPoint server, int connections, TimeSpan duration, Func<int, ReadOnlyMemory<byte>> request,
        HttpLoadCallback? onAnswer = null) =>
        new HttpLoad(request, onAnswer).RunAsync(server, connections, long.MaxValue, duration);

    /// <summary>Runs until so many requests are answered.</summary>
    /// <inheritdoc cref="RunAsync(EndPoint, int, TimeSpan, Func{int, ReadOnlyMemory{byte}}, HttpLoadCallback)"/>
    public static Task<HttpLoadResult> RunAsync(
        EndPoint server, int connections, long count, Func<int, ReadOnlyMemory<byte>> request,
        HttpLoadCallback? onAnswer = null) =>
        new HttpLoad(request, onAnswer).RunAsync(server, connections, count, TimeSpan.FromHours(1));

    private Task<HttpLoadResult> RunAsync(EndPoint server, int connections, long count, TimeSpan duration) =>
        Task.Factory.StartNew(() => Run(server, connections, count, duration), CancellationToken.None,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private HttpLoadResult Run(EndPoint server, int connections, long count, TimeSpan duration)
    {
        var open = new List<HttpConnection>();
        try
        {
            for (var i = 0; i < connections; i++)
                open.Add(HttpConnection.Open(server));
            _left = count;
            var start = Stopwatch.GetTimestamp();
            _deadline = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
            Serve(open);
            var elapsed = Stopwatch.GetElapsedTime(start);
            var latencies = new Latencies();
            open.ForEach(connection => latencies.Add(connection.Latencies));
            return new HttpLoadResult(latencies.Count - _refusals.Values.Sum(), _refusals, elapsed, latencies);
        }
        finally
        {
            open.ForEach(connection => connection.Dispose());
        }
    }

    private void Serve(List<HttpConnection> open)
    {
        var ready = new ReadyPoll(open.Select(connection => connection.Descriptor));
        var waiting = open.Count;
        void Next(int number)
        {
            if (TrySend(open[number], number))
                return;
            ready.Leave(number);
            waiting--;
        }

        for (var number = 0; number < open.Count; number++)
            Next(number);
        while (waiting > 0)
        {
            if (!ready.Wait(Silence))
                throw new InvalidOperationException($"The server has said nothing for {Silence.TotalSeconds} s.");
            for (var number = 0; number < open.Count; number++)
            {
                if (!ready.IsReady(number) || !open[number].TryReceive(out var answer))
                    continue;
                Take(number, answer);
                Next(number);
            }
        }
    }

    private bool TrySend(HttpConnection connection, int number)
    {
        if (_left == 0 || Stopwatch.GetTimestamp() >= _deadline)
            return false;
        var request = _request(number);
        if (request.IsEmpty)
            return false;
        _left--;
        connection.Send(request.Span);
        return true;
    }

    private void Take(int number, HttpAnswer answer)
    {
        if (answer.Status is < 200 or > 299)
            _refusals[answer.Status] = _refusals.GetValueOrDefault(answer.Status) + 1;
        _onAnswer?.Invoke(number, answer.Status, answer.Body.Span);
    }
}
