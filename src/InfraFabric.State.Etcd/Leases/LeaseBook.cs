using System.Collections.Concurrent;
using System.Globalization;
using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd.Cluster;
using InfraFabric.State.Etcd.Commits;
using InfraFabric.State.Etcd.Protos;
using InfraFabric.State.Etcd.Watches;

namespace InfraFabric.State.Etcd.Leases;

/// <summary>
/// The leases of the contract. Each has a native lease, a sentinel attached to that, and a record that is not attached:
/// when the sentinel has vanished and the record is still there, the lease has expired and its note is still owed.
/// Every store watches for that; the guard on the record lets one of them write the note.
/// </summary>
internal sealed class LeaseBook(
    EtcdCaller caller,
    NativeLeases native,
    WatchHub hub,
    KeyLayout layout,
    Func<IReadOnlyList<KeyGuard>, IReadOnlyList<KeyWrite>, WitnessNote, CancellationToken, Task<CommitOutcome>> commit)
{
    private readonly ConcurrentDictionary<LeaseId, bool> _alive = [];

    public async Task<LeaseId> GrantAsync(TimeSpan timeToLive, WitnessNote note, CancellationToken cancellationToken)
    {
        var lease = await native.GrantAsync(timeToLive, cancellationToken);
        var terms = new LeaseTerms(timeToLive, note.Trace).Encode();
        var outcome = await commit(
            [KeyGuard.Absent(layout.LeaseRecord(lease))],
            [KeyWrite.Put(layout.LeaseRecord(lease), terms), KeyWrite.Put(layout.Sentinel(lease), default, lease)],
            note, cancellationToken);
        if (!outcome.Succeeded)
            throw EtcdFaults.Unavailable("The new lease ended before it could be recorded.");
        _alive[lease] = true;
        return lease;
    }

    /// <summary>Starts the time to live again; false when the lease has ended.</summary>
    public async Task<bool> KeepAliveAsync(LeaseId lease, CancellationToken cancellationToken)
    {
        if (!await native.KeepAliveAsync(lease, cancellationToken))
            return false;
        if (_alive.ContainsKey(lease))
            return true;
        // Not one that we know to be alive: perhaps new, perhaps revoked by a process that died before the native lease
        // was. In the latter case its end is made up for here.
        var request = new RangeRequest { Key = KeyLayout.Bytes(layout.Sentinel(lease)), CountOnly = true };
        if ((await caller.CallAsync(EtcdMethods.Range, request, cancellationToken)).Count > 0)
            return true;
        await native.RevokeAsync(lease, cancellationToken);
        return false;
    }

    /// <summary>Ends a lease: first for all commits, with the note, then in etcd, with all that hangs on it.</summary>
    public async Task<bool> RevokeAsync(LeaseId lease, WitnessNote note, CancellationToken cancellationToken)
    {
        var outcome = await commit(
            [KeyGuard.Exists(layout.Sentinel(lease)), KeyGuard.Exists(layout.LeaseRecord(lease))],
            [KeyWrite.Delete(layout.Sentinel(lease)), KeyWrite.Delete(layout.LeaseRecord(lease))],
            note, cancellationToken);
        if (outcome.Succeeded)
            await native.RevokeAsync(lease, cancellationToken);
        return outcome.Succeeded;
    }

    /// <summary>
    /// Finds leases that expired while no one looked, then watches for those that do, until told to stop.
    /// </summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        for (var pause = TimeSpan.Zero; !stopping.IsCancellationRequested; pause = EtcdLimits.MaxPause)
        {
            try
            {
                await Task.Delay(pause, caller.Time, stopping);
                var revision = await ReconcileAsync(stopping);
                await foreach (var changes in hub.WatchAsync(layout.Leases, revision, stopping))
                    await FollowAsync(changes, stopping);
            }
            catch (FabricException)
            {
                // Whatever was missed is found by the list that comes next; callers see the same error by themselves.
                continue;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<long> ReconcileAsync(CancellationToken cancellationToken)
    {
        var found = await ReadKeys.AllAsync(caller, layout.Leases, cancellationToken);
        var alive = LeasesUnder(layout.Sentinels, found.Keys).ToHashSet();
        _alive.Clear();
        foreach (var lease in alive)
            _alive[lease] = true;
        foreach (var lease in LeasesUnder(layout.LeaseRecords, found.Keys).Where(l => !alive.Contains(l)))
            await ExpireAsync(lease, found.Revision, cancellationToken);

        return found.Revision;
    }

    private IEnumerable<LeaseId> LeasesUnder(string prefix, IReadOnlyList<string> keys) =>
        keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal)).Select(layout.LeaseOf);

    private async Task FollowAsync(EtcdChanges changes, CancellationToken cancellationToken)
    {
        var records = new HashSet<LeaseId>();
        var sentinels = new List<LeaseId>();
        foreach (var change in changes.Events)
        {
            var key = KeyLayout.Text(change.Kv.Key);
            var isSentinel = key.StartsWith(layout.Sentinels, StringComparison.Ordinal);
            if (change.Type == Event.Types.EventType.Put && isSentinel)
                _alive[layout.LeaseOf(key)] = true;
            else if (change.Type == Event.Types.EventType.Delete && isSentinel)
                sentinels.Add(layout.LeaseOf(key));
            else if (change.Type == Event.Types.EventType.Delete)
                records.Add(layout.LeaseOf(key));
        }

        foreach (var lease in sentinels)
        {
            _alive.TryRemove(lease, out _);
            // A revocation removes both at once, and has brought its own note.
            if (!records.Contains(lease))
                await ExpireAsync(lease, changes.Revision, cancellationToken);
        }
    }

    private async Task ExpireAsync(LeaseId lease, long revision, CancellationToken cancellationToken)
    {
        var key = layout.LeaseRecord(lease);
        var request = new RangeRequest { Key = KeyLayout.Bytes(key) };
        var found = (await caller.CallAsync(EtcdMethods.Range, request, cancellationToken)).Kvs.FirstOrDefault();
        // Another store was first.
        if (found is null)
            return;
        var note = ExpiryOf(lease, LeaseTerms.Decode(found.Value.Span), revision);
        await commit([KeyGuard.Exists(key), KeyGuard.Absent(layout.Sentinel(lease))], [KeyWrite.Delete(key)], note,
            cancellationToken);
    }

    private WitnessNote ExpiryOf(LeaseId lease, LeaseTerms terms, long revision) => new()
    {
        Trace = terms.Trace,
        Actor = StateActor.Name,
        Component = "state",
        Operation = "lease.expire",
        Subject = $"lease/{lease}",
        Time = caller.Time.GetUtcNow(),
        Why = $"The lease was not kept alive for {terms.TimeToLive.TotalSeconds} s.",
        Outcome = "expired",
        Parameters = new Dictionary<string, string>
        {
            ["revision"] = revision.ToString(CultureInfo.InvariantCulture),
        },
    };
}
