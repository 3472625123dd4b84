using InfraFabric.State.Contract;

namespace InfraFabric.State.Memory;

/// <summary>
/// Finds the watchers of a change without asking each of them: watched prefixes are looked up by the beginnings of the
/// changed key, one look-up for every length that is watched. Guarded by the backend's lock.
/// </summary>
internal sealed class WatchHub
{
    private readonly SortedDictionary<int, Dictionary<string, List<Watcher>>> _byLength = [];
    private readonly List<Watcher> _touched = [];

    public int Count { get; private set; }

    public void Add(Watcher watcher)
    {
        if (!_byLength.TryGetValue(watcher.Prefix.Length, out var byPrefix))
            _byLength.Add(watcher.Prefix.Length, byPrefix = new(StringComparer.Ordinal));
        if (!byPrefix.TryGetValue(watcher.Prefix, out var watchers))
            byPrefix.Add(watcher.Prefix, watchers = []);
        watchers.Add(watcher);
        Count++;
    }

    public void Remove(Watcher watcher)
    {
        if (!_byLength.TryGetValue(watcher.Prefix.Length, out var byPrefix)
            || !byPrefix.TryGetValue(watcher.Prefix, out var watchers)
            || !watchers.Remove(watcher))
        {
            return;
        }

        Count--;
        if (watchers.Count == 0)
            byPrefix.Remove(watcher.Prefix);
        if (byPrefix.Count == 0)
            _byLength.Remove(watcher.Prefix.Length);
    }

    /// <summary>Hands the changes of a revision to those who watch them.</summary>
    public void Publish(long revision, IReadOnlyList<Record> versions)
    {
        if (Count == 0)
            return;
        for (var i = 0; i < versions.Count; i++)
        {
            var key = versions[i].Key.Text.AsSpan();
            foreach (var (length, byPrefix) in _byLength)
            {
                if (length > key.Length)
                    break;
                if (!byPrefix.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key[..length], out var watchers))
                    continue;
                foreach (var watcher in watchers)
                {
                    if (watcher.Gather(versions[i].AsChange()))
                        _touched.Add(watcher);
                }
            }
        }

        foreach (var watcher in _touched)
            watcher.Offer(revision);
        _touched.Clear();
    }

    public void CloseAll(Exception reason)
    {
        foreach (var byPrefix in _byLength.Values)
        {
            foreach (var watchers in byPrefix.Values)
                watchers.ForEach(watcher => watcher.Close(reason));
        }
    }
}
