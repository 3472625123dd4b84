using System.Diagnostics;

namespace InfraFabric.Load.Http;

/// <summary>A connection of a paced load: when its turns are due, and how far the present one is.</summary>
internal sealed class PacedConnection(HttpConnection connection, long due, long every) : IDisposable
{
    private long _free;
    private long _began;
    private int _answered;

    public HttpConnection Connection => connection;

    /// <summary>When its present turn was due, or its next one is.</summary>
    public long Due { get; private set; } = due;

    public bool IsBusy { get; private set; }

    public TimeSpan Behind => Stopwatch.GetElapsedTime(Due);

    public void Begin(ReadOnlySpan<byte> request)
    {
        IsBusy = true;
        _answered = 0;
        // When it was free, it is only late because the thread of the load was, which is no fault of the server's.
        _began = _free > Due ? Due : Stopwatch.GetTimestamp();
        connection.Send(request);
    }

    /// <summary>Counts an answer; how many this turn has now had. The first one's time is taken.</summary>
    public int Answered(Latencies latencies)
    {
        if (++_answered == 1)
            latencies.Add(_began);
        return _answered;
    }

    public void End()
    {
        IsBusy = false;
        _free = Stopwatch.GetTimestamp();
        Due += every;
    }

    public void Dispose() => connection.Dispose();
}
