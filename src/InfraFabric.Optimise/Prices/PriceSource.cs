using InfraFabric.Core.Errors;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Optimise.Prices;

/// <summary>
/// The prices that hold now: those of a file, which may be changed while the program runs. A file that cannot be read
/// when the program starts stops it; one that cannot be read later leaves the prices as they were, and says so.
/// </summary>
public sealed partial class PriceSource
{
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private (DateTime Written, long Length) _seen;
    private long _looked;
    private PriceBook _book;

    private PriceSource(string path, TimeProvider time, ILogger logger)
    {
        _path = path;
        _time = time;
        _logger = logger;
        _looked = time.GetTimestamp();
        _seen = Look();
        _book = PriceFile.Load(path);
    }

    /// <summary>Why the file as it is now does not hold; null if it does.</summary>
    public string? Problem { get; private set; }

    /// <summary>The prices as they are now.</summary>
    public PriceBook Current
    {
        get
        {
            lock (_lock)
            {
                if (_time.GetElapsedTime(_looked) >= OptimiseLimits.LookAtPrices)
                    LookAgain();
                return _book;
            }
        }
    }

    /// <summary>Reads the prices of a home.</summary>
    public static PriceSource Open(string home, TimeProvider time, ILogger logger) =>
        new(Path.Combine(home, PriceFile.Name), time, logger);

    private void LookAgain()
    {
        _looked = _time.GetTimestamp();
        var now = Look();
        if (now == _seen)
            return;
        _seen = now;
        try
        {
            _book = PriceFile.Load(_path);
            Problem = null;
            LogRead(_logger, _path, _book.Hash.ToString());
        }
        catch (FabricException wrong)
        {
            Problem = $"{wrong.What} {wrong.Why}";
            LogKept(_logger, _path, Problem);
        }
    }

    private (DateTime Written, long Length) Look()
    {
        var file = new FileInfo(_path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }
}
