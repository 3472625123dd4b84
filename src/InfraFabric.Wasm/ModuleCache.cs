using System.Security.Cryptography;

namespace InfraFabric.Wasm;

/// <summary>
/// Modules by their bytes and options, up to a number of bytes of modules together: those that were not asked for the
/// longest go. It may be used from any thread, and what several ask for at once is loaded once. A module that went is
/// good as long as somebody holds it.
/// </summary>
public sealed class ModuleCache
{
    private readonly long _maxBytes;
    private readonly Lock _lock = new();
    private readonly Dictionary<Key, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];
    private long _bytes;

    public ModuleCache(long maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        _maxBytes = maxBytes;
    }

    public int Count
    {
        get
        {
            lock (_lock)
                return _entries.Count;
        }
    }

    /// <summary>The bytes of the modules that are kept, without what they are compiled to.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
                return _bytes;
        }
    }

    /// <summary>The module of these bytes; it is decoded and validated if it is not here.</summary>
    /// <exception cref="InvalidModuleException">The bytes are no module, or not a valid one. Nothing is
    /// kept.</exception>
    public Module Load(ReadOnlySpan<byte> bytes, ModuleOptions? options = null)
    {
        options ??= ModuleOptions.Default;
        var entry = Use(new Key(Convert.ToHexString(SHA256.HashData(bytes)), options), bytes);
        try
        {
            return entry.Module.Value;
        }
        catch
        {
            Drop(entry);
            throw;
        }
    }

    private Entry Use(Key key, ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var known))
            {
                _byUse.Remove(known);
                _byUse.AddFirst(known);
                return known.Value;
            }

            var copy = bytes.ToArray();
            var entry = new Entry(key, copy.Length, new Lazy<Module>(() => Module.Load(copy, key.Options)));
            if (copy.Length > _maxBytes)
                return entry;
            _entries[key] = _byUse.AddFirst(entry);
            _bytes += copy.Length;
            while (_bytes > _maxBytes)
                Remove(_byUse.Last!);
            return entry;
        }
    }

    private void Drop(Entry entry)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(entry.Key, out var node) && node.Value == entry)
                Remove(node);
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _entries.Remove(node.Value.Key);
        _bytes -= node.Value.Bytes;
    }

    private sealed record Key(string Hash, ModuleOptions Options);

    private sealed record Entry(Key Key, int Bytes, Lazy<Module> Module);
}
