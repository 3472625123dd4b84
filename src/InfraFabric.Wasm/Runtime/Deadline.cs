namespace InfraFabric.Wasm.Runtime;

/// <summary>Interrupts a store once, unless it is disposed before. After that it never does.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Store _store;
    private readonly ITimer _timer;
    private bool _isOver;

    public Deadline(Store store, TimeSpan limit, TimeProvider time)
    {
        _store = store;
        _timer = time.CreateTimer(static self => ((Deadline)self!).Interrupt(), this, limit, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        lock (_lock)
            _isOver = true;
        _timer.Dispose();
    }

    private void Interrupt()
    {
        lock (_lock)
        {
            if (!_isOver)
                _store.Interrupt();
        }
    }
}
