namespace InfraFabric.Cli.Rendering;

/// <summary>
/// Says on standard error how far a command is, once it has taken longer than a second. On a terminal the line renews
/// itself and vanishes at the end.
/// </summary>
internal sealed class Progress : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Func<string> _stand;
    private readonly ITimer _timer;
    private bool _ended;
    private bool _shown;

    public Progress(TimeProvider time, Func<string> stand)
    {
        _stand = stand;
        _timer = time.CreateTimer(_ => Show(), null, Interval, Interval);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _ended = true;
            if (_shown && !Console.IsErrorRedirected)
                Console.Error.Write("\r\u001b[K");
        }

        _timer.Dispose();
    }

    private void Show()
    {
        lock (_lock)
        {
            if (_ended || (_shown && Console.IsErrorRedirected))
                return;
            _shown = true;
            Console.Error.Write(Console.IsErrorRedirected ? $"{_stand()}\n" : $"\r{_stand()}\u001b[K");
        }
    }
}
