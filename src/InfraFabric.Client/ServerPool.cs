namespace InfraFabric.Client;

/// <summary>
/// The servers of one fabric. Any of them serves any call, so one is used until it is lost, and then the next. It owns
/// the callers.
/// </summary>
public sealed class ServerPool(params IReadOnlyList<ServerCaller> callers) : IDisposable
{
    private readonly Lock _lock = new();
    private int _current;

    /// <summary>The one that is asked at present.</summary>
    public ServerCaller Current
    {
        get
        {
            lock (_lock)
                return callers[_current];
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => callers.Count;

    /// <summary>Turns to the next one, unless somebody else has done so since.</summary>
    public void Leave(ServerCaller lost)
    {
        lock (_lock)
        {
            if (callers[_current] == lost)
                _current = (_current + 1) % callers.Count;
        }
    }

    public void Dispose()
    {
        foreach (var caller in callers)
            caller.Dispose();
    }
}
