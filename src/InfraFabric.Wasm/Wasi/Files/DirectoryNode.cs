namespace InfraFabric.Wasm.Wasi.Files;

/// <summary>A directory. Entries keep the order of their coming, so that a listing goes on after changes.</summary>
internal sealed class DirectoryNode(ulong id, ulong now, StorageQuota quota) : Node(id, now)
{
    private readonly Dictionary<string, DirectoryEntry> _names = [];
    private readonly List<DirectoryEntry> _entries = [];
    private ulong _lastCookie = FirstCookie - 1;

    /// <summary>Those before are for the directory itself and the one above.</summary>
    public const ulong FirstCookie = 3;

    public override FileType Type => FileType.Directory;

    public override long Length => 0;

    /// <summary>Null for the root of a mount, and for one that was removed.</summary>
    public DirectoryNode? Parent { get; private set; }

    public bool IsEmpty => _entries.Count == 0;

    public IReadOnlyList<DirectoryEntry> Entries => _entries;

    public Node? Find(string name) => _names.GetValueOrDefault(name)?.Node;

    /// <summary>Adds an entry with a name that is not there; one that was removed takes none.</summary>
    public Errno Add(string name, Node node, ulong now)
    {
        if (Links == 0)
            return Errno.NoEntry;
        if (!quota.TryTakeEntry())
            return Errno.NoSpace;
        var entry = new DirectoryEntry(++_lastCookie, name, node);
        _names.Add(name, entry);
        _entries.Add(entry);
        node.Link();
        if (node is DirectoryNode directory)
            directory.Parent = this;
        Touch(now);
        return Errno.Success;
    }

    public void Remove(string name, ulong now)
    {
        _names.Remove(name, out var entry);
        _entries.RemoveAt(IndexAfter(entry!.Cookie) - 1);
        quota.GiveEntry();
        if (_entries.Capacity > (4 * _entries.Count) + 16)
            Trim();
        if (entry.Node is DirectoryNode directory)
            directory.Parent = null;
        entry.Node.Changed = now;
        entry.Node.Unlink();
        Touch(now);
    }

    /// <summary>Where the entries with a greater cookie begin.</summary>
    public int IndexAfter(ulong cookie)
    {
        var (low, high) = (0, _entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _entries[middle].Cookie <= cookie ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    // What moves from directory to directory leaves no room behind that the quota does not count.
    private void Trim()
    {
        _entries.TrimExcess();
        _names.TrimExcess();
    }

    /// <summary>Whether this is the other, or below it.</summary>
    public bool IsWithin(DirectoryNode other)
    {
        for (var directory = this; directory is not null; directory = directory.Parent)
        {
            if (directory == other)
                return true;
        }

        return false;
    }
}
