using InfraFabric.Core.Ids;
using InfraFabric.Governor.Policy;
using InfraFabric.State.Contract;
using InfraFabric.State.Following;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Governor.Breakers;

/// <summary>
/// What a server knows of breakers, and of when they open; it follows the store until it is disposed.
/// </summary>
internal sealed class BreakerWatch : IAsyncDisposable
{
    private readonly PolicyView _policy;
    private readonly RecordFollower _breakers;
    private readonly RecordFollower _policies;

    public BreakerWatch(
        IStateStore store, TimeProvider time, ILogger logger, Action<string, string> unreadable, Action? changed = null)
    {
        Book = new BreakerBook { Unreadable = unreadable, Changed = changed };
        _policy = new PolicyView { Unreadable = unreadable, Changed = changed };
        _breakers = new RecordFollower(store, BreakerRecord.Prefix, Book, time, logger);
        _policies = new RecordFollower(store, PolicyRecord.Key, _policy, time, logger);
    }

    public BreakerBook Book { get; }

    public BreakerPolicy Policy => _policy.Policy;

    /// <summary>For how long nothing is known of what changes.</summary>
    public TimeSpan Lag => _breakers.Lag;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _policies.StartAsync(cancellationToken);
        await _breakers.StartAsync(cancellationToken);
    }

    /// <summary>Returns once a commit is known here that changed a breaker.</summary>
    public Task SeenAsync(long revision) => _breakers.SeenAsync(revision);

    /// <summary>The revision that last changed a breaker, as far as it is known here; null if it is closed.</summary>
    public long? RevisionOf(RecordKey key) =>
        SwarmName.TryParse(BreakerBook.NameOf(key), out var swarm) ? Book.Find(swarm)?.Revision : null;

    public async ValueTask DisposeAsync()
    {
        await _breakers.DisposeAsync();
        await _policies.DisposeAsync();
    }
}
