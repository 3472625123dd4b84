using System.Security.Cryptography;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd.Cluster;
using InfraFabric.State.Etcd.Commits;
using InfraFabric.State.Etcd.Leases;
using InfraFabric.State.Etcd.Watches;

namespace InfraFabric.State.Etcd;

/// <summary>
/// The state store on an etcd cluster. Any number of processes may share one; what a commit changes is one transaction
/// of etcd, its revision is etcd's. A lease that expires removes its records at once, and its note follows as a commit
/// of its own, written by one of the stores that are open.
/// </summary>
public sealed partial class EtcdStateStore : IStateStore
{
    private readonly EtcdCaller _caller;
    private readonly KeyLayout _layout;
    private readonly CommitQueue _queue = new();
    private readonly MarkerLease _markers;
    private readonly WatchHub _hub;
    private readonly LeaseBook _leases;
    private readonly Outbox _outbox;
    private readonly NativeLeases _native;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _lanesStopping;
    private Task _lanes = Task.CompletedTask;
    private Task _loops = Task.CompletedTask;
    private int _disposed;

    private EtcdStateStore(EtcdOptions options, EtcdCaller caller, Action<byte[]> randomness)
    {
        _caller = caller;
        _lanesStopping = new CancellationTokenSource(Timeout.InfiniteTimeSpan, caller.Time);
        _layout = new(options.Prefix);
        _native = new(caller, randomness);
        _markers = new(_native, caller.Time);
        _hub = new(caller);
        _leases = new(caller, _native, _hub, _layout, CommitRawAsync);
        _outbox = new(caller, _layout);
    }

    /// <summary>Connects, and makes sure that the cluster serves us.</summary>
    public static Task<EtcdStateStore> OpenAsync(
        EtcdOptions options, TimeProvider time, CancellationToken cancellationToken = default) =>
        OpenAsync(options, time, static bytes => RandomNumberGenerator.Fill(bytes), cancellationToken);

    internal static async Task<EtcdStateStore> OpenAsync(
        EtcdOptions options, TimeProvider time, Action<byte[]> randomness, CancellationToken cancellationToken)
    {
        options.Check();
        var endpoints = new EtcdEndpoints(options.Endpoints, new EtcdTransport(options.Tls));
        var login = new EtcdLogin(options.User, options.PasswordFile);
        var caller = new EtcdCaller(endpoints, login, options.GiveUpAfter, time);
        var store = new EtcdStateStore(options, caller, randomness);
        try
        {
            await store._markers.GetAsync(cancellationToken);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }

        store.Start();
        return store;
    }

    /// <inheritdoc/>
    public async ValueTask<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default)
    {
        var guards = new KeyGuard[commit.Guards.Count];
        for (var i = 0; i < guards.Length; i++)
            guards[i] = KeyGuard.Of(commit.Guards[i], _layout);
        var writes = new KeyWrite[commit.Writes.Count];
        for (var i = 0; i < writes.Length; i++)
            writes[i] = KeyWrite.Of(commit.Writes[i], _layout);
        var outcome = await SubmitAsync(
            new PendingCommit(guards, writes, commit.EncodedNotes, _layout), cancellationToken);
        Saw(outcome.Revision);
        return outcome;
    }

    /// <inheritdoc/>
    public async ValueTask<LeaseId> GrantLeaseAsync(
        TimeSpan timeToLive, WitnessNote note, CancellationToken cancellationToken = default)
    {
        if (timeToLive < StateLimits.MinLeaseTimeToLive || timeToLive > StateLimits.MaxLeaseTimeToLive)
            throw StateErrors.LeaseOutOfBounds(timeToLive);
        return await _leases.GrantAsync(timeToLive, note, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> KeepLeaseAliveAsync(LeaseId lease, CancellationToken cancellationToken = default) =>
        await _leases.KeepAliveAsync(lease, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> RevokeLeaseAsync(
        LeaseId lease, WitnessNote note, CancellationToken cancellationToken = default) =>
        await _leases.RevokeAsync(lease, note, cancellationToken);

    /// <summary>Turns away new calls, lets commits under way have their answer, and ends all that runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _queue.Close();
        _lanesStopping.CancelAfter(EtcdLimits.AttemptTimeout);
        await _lanes;
        await _stopping.CancelAsync();
        await _loops;
        await _markers.EndAsync();
        _markers.Dispose();
        _caller.Dispose();
        _stopping.Dispose();
        _lanesStopping.Dispose();
    }

    private void Start()
    {
        _lanes = Task.WhenAll(Enumerable.Range(0, EtcdLimits.Lanes).Select(_ => NewLane().RunAsync()));
        _loops = Task.WhenAll(
            new EtcdProbe(_caller, _layout.Probe).RunAsync(_stopping.Token),
            _markers.RunAsync(_stopping.Token),
            _hub.RunAsync(_stopping.Token),
            _leases.RunAsync(_stopping.Token));
    }

    private CommitLane NewLane() => new(_caller, _queue, _markers, _native, _layout, _lanesStopping.Token);

    private Task<CommitOutcome> CommitRawAsync(
        IReadOnlyList<KeyGuard> guards,
        IReadOnlyList<KeyWrite> writes,
        WitnessNote note,
        CancellationToken cancellationToken) =>
        SubmitAsync(new PendingCommit(guards, writes, [WitnessNoteForm.Encode(note)], _layout), cancellationToken);

    /// <summary>
    /// Waits for the outcome. A commit that is given up before it was sent does not happen; afterwards it does.
    /// </summary>
    private async Task<CommitOutcome> SubmitAsync(PendingCommit commit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _queue.Enqueue(commit);
        await using var registration = cancellationToken.UnsafeRegister(_ =>
        {
            if (_queue.TryRemove(commit))
                commit.Cancel(cancellationToken);
        }, null);
        return await commit.Outcome;
    }
}
