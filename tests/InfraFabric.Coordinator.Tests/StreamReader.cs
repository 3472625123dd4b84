using InfraFabric.Coordinator.Push;

namespace InfraFabric.Coordinator.Tests;

/// <summary>Reads a stream update by update.</summary>
internal sealed class StreamReader(SwarmSubscription subscription) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<StreamUpdate> _updates = subscription.ReadAsync().GetAsyncEnumerator();

    public SwarmSubscription Subscription => subscription;

    public async Task<StreamUpdate?> NextAsync() => await _updates.MoveNextAsync() ? _updates.Current : null;

    /// <summary>Passes over everything before the first event of a kind.</summary>
    public async Task<StreamEvent> NextAsync(StreamEventKind kind)
    {
        while (await NextAsync() is { } update)
        {
            if (update.Events.Exists(e => e.Kind == kind))
                return update.Events.Find(e => e.Kind == kind);
        }

        throw new InvalidOperationException($"The stream ended ({subscription.Ended}) before any {kind}.");
    }

    public ValueTask DisposeAsync()
    {
        subscription.Dispose();
        return ValueTask.CompletedTask;
    }
}
