using System.Collections.Concurrent;

namespace InfraFabric.Core.Crypto;

/// <summary>
/// Remembers what was made of the keys that are in use: at least the last half of the capacity, never more than all of
/// it. What is forgotten is left to its finalizer, since another thread may be using it.
/// </summary>
internal sealed class KeyCache<TKey, TValue>(int capacity)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _turning = new();
    private volatile ConcurrentDictionary<TKey, TValue> _young = [];
    private volatile ConcurrentDictionary<TKey, TValue> _old = [];
    private int _added;

    public TValue GetOrAdd(TKey key, Func<TKey, TValue> make)
    {
        if (_young.TryGetValue(key, out var value))
            return value;
        if (!_old.TryGetValue(key, out value))
            value = make(key);
        Add(key, value);
        return value;
    }

    // A generation holds half of the capacity. When the young one is full it becomes the old one, which is forgotten.
    private void Add(TKey key, TValue value)
    {
        lock (_turning)
        {
            if (_added >= capacity / 2)
            {
                _old = _young;
                _young = [];
                _added = 0;
            }

            if (_young.TryAdd(key, value))
                _added++;
        }
    }
}
