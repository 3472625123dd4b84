namespace InfraFabric.State.Etcd.Cluster;

/// <summary>
/// The patience of one call: the other members are asked at once, then all of them again after growing pauses, until
/// the time is up.
/// </summary>
internal sealed class EtcdRetries(int members, TimeSpan giveUpAfter, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private int _failures;

    /// <summary>Waits as long as it should before the next attempt; false when there shall be none.</summary>
    public async ValueTask<bool> PauseAsync(CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(_start) >= giveUpAfter)
            return false;
        var rounds = ++_failures / members;
        if (rounds > 0 && _failures % members == 0)
        {
            var pause = EtcdLimits.MinPause * Math.Pow(2, Math.Min(rounds - 1, 10));
            await Task.Delay(pause < EtcdLimits.MaxPause ? pause : EtcdLimits.MaxPause, time, cancellationToken);
        }

        return true;
    }
}
