namespace InfraFabric.Server.Tokens;

/// <summary>
/// Lets through so many calls a second, and a burst after a pause. Safe for any number of threads.
/// </summary>
internal sealed class TokenBucket(double perSecond, double burst, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly double _most = burst;
    private double _left = burst;
    private long _at = time.GetTimestamp();

    /// <summary>Takes one call; if none is left, says after how long there will be one.</summary>
    public bool TryTake(out TimeSpan wait)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _left = Math.Min(_most, _left + (time.GetElapsedTime(_at, now).TotalSeconds * perSecond));
            _at = now;
            wait = _left >= 1 ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - _left) / perSecond);
            if (_left < 1)
                return false;
            _left--;
            return true;
        }
    }
}
