namespace InfraFabric.Coordinator.Hosting;

/// <summary>Wakes one loop: a signal given while it works is not lost, many count as one.</summary>
internal sealed class Signal
{
    private TaskCompletionSource _given = New();

    public void Set() => Volatile.Read(ref _given).TrySetResult();

    /// <summary>Waits for a signal, or for a time.</summary>
    public async Task WaitAsync(TimeSpan? atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        var given = Volatile.Read(ref _given).Task;
        if (!given.IsCompleted)
        {
            try
            {
                if (atMost is { } wait)
                    await given.WaitAsync(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time, cancellationToken);
                else
                    await given.WaitAsync(cancellationToken);
            }
            catch (TimeoutException)
            {
                return;
            }
        }

        // Set before the work it announces is looked for, so that what comes from now on wakes the next wait.
        Interlocked.CompareExchange(ref _given, New(), _given);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
