using System.Threading.Channels;
using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;

namespace InfraFabric.State.Etcd.Commits;

/// <summary>
/// Commits that wait for a lane. Commits on the same key leave in the order in which they came: one that must wait for
/// a key holds back those behind it that want the same key, so it is never overtaken and never starves.
/// </summary>
internal sealed class CommitQueue
{
    private readonly Lock _gate = new();
    private readonly LinkedList<PendingCommit> _waiting = new();
    private readonly KeyUse _underWay = new();

    // A lane that finds nothing to take sleeps until something has come or a key has become free.
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(EtcdLimits.Lanes) { FullMode = BoundedChannelFullMode.DropWrite });

    private bool _closed;

    public void Enqueue(PendingCommit commit)
    {
        lock (_gate)
        {
            if (_closed)
                throw StateErrors.Closed();
            if (_waiting.Count >= StateLimits.MaxWaitingCommits)
            {
                throw new FabricException(ErrorTable.Overloaded, "Too many commits wait for etcd.",
                    $"At most {StateLimits.MaxWaitingCommits} may wait.", "Commit less at once, or try again later.");
            }

            commit.Waiting = _waiting.AddLast(commit);
        }

        _news.Writer.TryWrite(true);
    }

    /// <summary>Takes a commit back; false when it is on its way already, or was turned away.</summary>
    public bool TryRemove(PendingCommit commit)
    {
        lock (_gate)
        {
            if (commit.Waiting is null)
                return false;
            Leave(commit.Waiting);
        }

        // It may have held others back.
        _news.Writer.TryWrite(true);
        return true;
    }

    /// <summary>The next commits to send; null when the queue is closed and empty.</summary>
    public async ValueTask<CommitGroup?> TakeAsync()
    {
        while (true)
        {
            lock (_gate)
            {
                if (Gather() is { } group)
                    return group;
                if (_closed && _waiting.Count == 0)
                    return null;
            }

            if (await _news.Reader.WaitToReadAsync())
                _news.Reader.TryRead(out _);
        }
    }

    /// <summary>A group has its answer: its keys are free.</summary>
    public void Complete(CommitGroup group)
    {
        lock (_gate)
        {
            foreach (var commit in group.Commits)
                _underWay.Remove(commit);
        }

        _news.Writer.TryWrite(true);
    }

    /// <summary>Turns away what waits and all that comes; lanes finish what they have.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            while (_waiting.First is { Value: var commit } first)
            {
                Leave(first);
                commit.Fail(StateErrors.Closed());
            }
        }

        _news.Writer.TryComplete();
    }

    private CommitGroup? Gather()
    {
        var taken = new List<PendingCommit>();
        var before = new KeyUse();
        var (bytes, operations, seen) = (0, 0, 0);
        for (var node = _waiting.First; node is not null && seen++ < EtcdLimits.MaxGroupScan;)
        {
            var (commit, next) = (node.Value, node.Next);
            // Those under way, taken, or passed over hold back all that want their keys.
            if (!_underWay.Conflicts(commit) && !before.Conflicts(commit))
            {
                operations = Math.Max(operations, commit.Operations);
                bytes += commit.Bytes;
                if (taken.Count > 0 && !Fits(taken.Count + 1, operations, bytes))
                    break;
                Leave(node);
                taken.Add(commit);
            }

            before.Add(commit);
            node = next;
        }

        if (taken.Count == 0)
            return null;
        foreach (var commit in taken)
            _underWay.Add(commit);
        return new CommitGroup(taken);
    }

    private void Leave(LinkedListNode<PendingCommit> node)
    {
        _waiting.Remove(node);
        node.Value.Waiting = null;
    }

    // etcd counts, on each level, the largest list of operations; the outer one holds the commits and the lane's
    // marker.
    private static bool Fits(int commits, int operations, int bytes) =>
        commits <= EtcdLimits.MaxGroupCommits && bytes <= EtcdLimits.MaxGroupBytes
        && commits + 1 + operations <= EtcdLimits.MaxTxnOps;
}
