using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace InfraFabric.Server.Tokens;

/// <summary>
/// Remembers at most so many entries. What was not used for the time in which half as many others came is forgotten.
/// Safe for any number of threads.
/// </summary>
internal sealed class BoundedCache<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _turn = new();
    private ConcurrentDictionary<TKey, TValue> _young = new();
    private ConcurrentDictionary<TKey, TValue> _old = new();
    private int _added;

    public int Count => _young.Count + _old.Count;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_young.TryGetValue(key, out value))
            return true;
        if (!_old.TryGetValue(key, out value))
            return false;
        Set(key, value);
        return true;
    }

    /// <summary>The entry of a key, made if there is none; two threads get the same one.</summary>
    public TValue GetOrAdd(TKey key, Func<TKey, TValue> make)
    {
        if (TryGet(key, out var known))
            return known;
        MakeRoom();
        return _young.GetOrAdd(key, make);
    }

    public void Set(TKey key, TValue value)
    {
        MakeRoom();
        _young[key] = value;
    }

    public void Remove(TKey key)
    {
        _young.TryRemove(key, out _);
        _old.TryRemove(key, out _);
    }

    // Counting what was added is cheaper than asking the dictionary, which takes all its locks for it.
    private void MakeRoom()
    {
        if (Interlocked.Increment(ref _added) <= capacity / 2)
            return;
        lock (_turn)
        {
            if (_added <= capacity / 2)
                return;
            _old = _young;
            _young = new ConcurrentDictionary<TKey, TValue>();
            _added = 1;
        }
    }
}
