using System.Diagnostics;

namespace InfraFabric.Load.Http;

/// <summary>A connection of a paced load: when its turns are due, and how far the present one is.</summary>
internal sealed class PacedConnection(HttpConnection connection, long due, long every) : IDisposable
{
    private long _free;

    public int Descriptor => connection.Descriptor;

    /// <summary>When its present turn was due, or its next one is.</summary>
    public long Due { get; private set; } = due;

    public bool IsBusy { get; private set; }

    /// <summary>How many calls of its present turn have been answered.</summary>
    public int Answered { get; private set; }

    /// <summary>When the call that is under way was sent.</summary>
    public long Sent { get; private set; }

    /// <summary>When the time of the present turn began.</summary>
    public long Began { get; private set; }

    public TimeSpan Behind => Stopwatch.GetElapsedTime(Due);

    public void Begin(ReadOnlySpan<byte> request)
    {
        (IsBusy, Answered) = (true, 0);
        // When it was free, it is only late because the thread of the load was, which is no fault of the server's.
        Sent = Stopwatch.GetTimestamp();
        Began = _free > Due ? Due : Sent;
        connection.Send(request);
    }

    public void GoOn(ReadOnlySpan<byte> request)
    {
        Sent = Stopwatch.GetTimestamp();
        connection.Send(request);
    }

    public void End()
    {
        IsBusy = false;
        _free = Stopwatch.GetTimestamp();
        Due += every;
    }

    public bool TryReceive(out HttpAnswer answer)
    {
        if (!connection.TryReceive(out answer))
            return false;
        Answered++;
        return true;
    }

    public void Dispose() => connection.Dispose();
}
