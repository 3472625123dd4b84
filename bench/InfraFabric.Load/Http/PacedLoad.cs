using System.Diagnostics;
using System.Net;

namespace InfraFabric.Load.Http;

/// <summary>
/// Connections each of which begins a turn at its own fixed times: a call, then those that follow from it. A turn that
/// falls due while the last is still under way counts from when it was due, too, so that a server that stands still for
/// a while does not look better for having been asked less.
/// </summary>
internal sealed class PacedLoad
{
    private static readonly TimeSpan MostBehind = TimeSpan.FromSeconds(30);

    private readonly PacedTurn _turn;
    private readonly List<PacedConnection> _connections = [];
    private readonly Latencies _fromDue = new();
    private readonly List<(Dictionary<int, long> Refusals, Latencies Latencies)> _calls = [];

    private PacedLoad(PacedTurn turn) => _turn = turn;

    /// <summary>Runs for a time.</summary>
    /// <param name="server">Where.</param>
    /// <param name="connections">How many at once.</param>
    /// <param name="turnsPerSecond">How many turns all of them together begin in a second.</param>
    /// <param name="duration">How long turns are begun.</param>
    /// <param name="turn">The calls of a turn.</param>
    public static Task<PacedResult> RunAsync(
        EndPoint server, int connections, int turnsPerSecond, TimeSpan duration, PacedTurn turn) =>
        Task.Factory.StartNew(
            () => new PacedLoad(turn).Run(server, connections, turnsPerSecond, duration), CancellationToken.None,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private PacedResult Run(EndPoint server, int connections, int turnsPerSecond, TimeSpan duration)
    {
        try
        {
            var start = Stopwatch.GetTimestamp();
            var every = Stopwatch.Frequency * connections / turnsPerSecond;
            // The first turns are spread evenly over the time that lies between two of one connection.
            for (var i = 0; i < connections; i++)
            {
                _connections.Add(
                    new PacedConnection(HttpConnection.Open(server), start + every * i / connections, every));
            }

            Serve(start + (long)(duration.TotalSeconds * Stopwatch.Frequency));
            var elapsed = Stopwatch.GetElapsedTime(start);
            return new PacedResult(
                new HttpLoadResult(_fromDue.Count, new Dictionary<int, long>(), elapsed, _fromDue),
                [.. _calls.Select(call => new HttpLoadResult(
                    call.Latencies.Count - call.Refusals.Values.Sum(), call.Refusals, elapsed, call.Latencies))]);
        }
        finally
        {
            _connections.ForEach(connection => connection.Dispose());
        }
    }

    private void Serve(long deadline)
    {
        var ready = new ReadyPoll(_connections.Select(connection => connection.Descriptor));
        while (true)
        {
            var next = BeginDue(deadline);
            if (next is null && !_connections.Exists(connection => connection.IsBusy))
                return;
            var wait = next is { } due ? Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) : MostBehind;
            if (!ready.Wait(wait > TimeSpan.Zero ? wait : TimeSpan.Zero))
                continue;
            for (var number = 0; number < _connections.Count; number++)
            {
                if (ready.IsReady(number) && _connections[number].TryReceive(out var answer))
                    Take(number, answer);
            }
        }
    }

    /// <summary>Begins what is due; when the next turn of a free connection is, if there is one.</summary>
    private long? BeginDue(long deadline)
    {
        long? next = null;
        for (var number = 0; number < _connections.Count; number++)
        {
            var connection = _connections[number];
            if (connection.Behind > MostBehind)
                throw new InvalidOperationException($"The server is {MostBehind.TotalSeconds} s behind the pace.");
            if (connection.IsBusy || connection.Due >= deadline)
                continue;
            if (connection.Behind >= TimeSpan.Zero)
                connection.Begin(_turn(number, 0, []).Span);
            else
                next = Math.Min(next ?? long.MaxValue, connection.Due);
        }

        return next;
    }

    private void Take(int number, HttpAnswer answer)
    {
        var connection = _connections[number];
        if (connection.Answered > _calls.Count)
            _calls.Add(([], new Latencies()));
        var (refusals, latencies) = _calls[connection.Answered - 1];
        latencies.Add(connection.Sent);
        if (connection.Answered == 1)
            _fromDue.Add(connection.Began);
        if (answer.Status is < 200 or > 299)
            refusals[answer.Status] = refusals.GetValueOrDefault(answer.Status) + 1;
        var following = _turn(number, connection.Answered, answer.Body.Span);
        if (following.IsEmpty)
            connection.End();
        else
            connection.GoOn(following.Span);
    }
}
