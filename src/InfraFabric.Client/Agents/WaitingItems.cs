using System.Threading.Channels;
using InfraFabric.Core.Errors;

namespace InfraFabric.Client.Agents;

/// <summary>
/// What waits to be looked at, one item for a key, the oldest first. Whoever brings something never waits for whoever
/// takes it; what is taken back before it was looked at is gone. Past the limit the oldest makes room.
/// </summary>
internal sealed class WaitingItems<T>
    where T : class
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(string Key, T Item)> _order = [];
    private readonly Dictionary<string, LinkedListNode<(string Key, T Item)>> _nodes = [];

    // Holds at most the one word that there is something to look at.
    private readonly Channel<bool> _more = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Puts an item in, in the place of the one with its key.</summary>
    public void Put(string key, T item)
    {
        lock (_lock)
        {
            if (_nodes.TryGetValue(key, out var node))
                node.Value = (key, item);
            else
                _nodes.Add(key, _order.AddLast((key, item)));
            if (_order.Count > AgentLimits.MaxWaiting)
                Remove(_order.First!.Value.Key);
        }

        _more.Writer.TryWrite(true);
    }

    /// <summary>Takes back what is under a key; false if that is gone already.</summary>
    public bool Remove(string key)
    {
        lock (_lock)
        {
            if (!_nodes.Remove(key, out var node))
                return false;
            _order.Remove(node);
            return true;
        }
    }

    /// <summary>Takes back all whose keys are not among these.</summary>
    public void KeepOnly(IReadOnlySet<string> keys)
    {
        lock (_lock)
        {
            foreach (var key in _nodes.Keys.Where(key => !keys.Contains(key)).ToList())
                Remove(key);
        }
    }

    /// <summary>Ends the queue, with the error that everybody is told who waits for more.</summary>
    public void End(FabricException? error) => _more.Writer.TryComplete(error);

    /// <summary>The oldest item, once there is one; null when there will be no more.</summary>
    public async ValueTask<T?> NextAsync(CancellationToken cancellationToken)
    {
        while (await _more.Reader.WaitToReadAsync(cancellationToken))
        {
            _more.Reader.TryRead(out _);
            lock (_lock)
            {
                if (_order.First is not { } first)
                    continue;
                _order.RemoveFirst();
                _nodes.Remove(first.Value.Key);
                if (_order.Count > 0)
                    _more.Writer.TryWrite(true);
                return first.Value.Item;
            }
        }

        return null;
    }
}
