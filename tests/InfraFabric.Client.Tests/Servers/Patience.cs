namespace InfraFabric.Client.Tests.Servers;

/// <summary>How tests wait for what must happen: for the event itself, and not for ever.</summary>
internal static class Patience
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>The next item; an error if none comes.</summary>
    public static async Task<T> NextAsync<T>(this IAsyncEnumerator<T> items) =>
        await items.MoveNextAsync().AsTask().WaitAsync(Longest)
            ? items.Current
            : throw new InvalidOperationException("There are no more.");

    /// <summary>The next task that is offered, accepted.</summary>
    public static async Task<TaskClaim> NextClaimAsync(this IAsyncEnumerator<TaskOffer> offers) =>
        await (await offers.NextAsync()).AcceptAsync() ?? throw new InvalidOperationException("The offer is gone.");

    /// <summary>Waits until a token is cancelled.</summary>
    public static async Task CancelledAsync(this CancellationToken token)
    {
        var cancelled = new TaskCompletionSource();
        await using var registration = token.Register(cancelled.SetResult);
        await cancelled.Task.WaitAsync(Longest, CancellationToken.None);
    }
}
