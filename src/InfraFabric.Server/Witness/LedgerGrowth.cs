namespace InfraFabric.Server.Witness;

/// <summary>Wakes whoever waits for entries, on the server that writes them.</summary>
internal sealed class LedgerGrowth
{
    private TaskCompletionSource? _next;

    /// <summary>Completes when the ledger grows next. Ask for it before looking, so that nothing is missed.</summary>
    public Task Next
    {
        get
        {
            if (Volatile.Read(ref _next) is { } waited)
                return waited.Task;
            var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (Interlocked.CompareExchange(ref _next, made, null) ?? made).Task;
        }
    }

    public void Tell() => Interlocked.Exchange(ref _next, null)?.TrySetResult();
}
