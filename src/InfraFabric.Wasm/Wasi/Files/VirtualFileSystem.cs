namespace InfraFabric.Wasm.Wasi.Files;

/// <summary>
/// Files in memory. A program sees what is below its mounts, and nothing else; the host reads and writes all of it.
/// Programs that share one run on one thread at a time.
/// </summary>
public sealed class VirtualFileSystem
{
    private readonly List<Mount> _mounts = [];
    private ulong _lastId;

    public VirtualFileSystem(FileSystemLimits? limits = null) =>
        Quota = new StorageQuota(limits ?? FileSystemLimits.Default);

    /// <summary>The bytes of all files and symbolic links.</summary>
    public long Bytes => Quota.Bytes;

    /// <summary>The entries of all directories.</summary>
    public int Entries => Quota.Entries;

    internal IReadOnlyList<Mount> Mounts => _mounts;

    internal StorageQuota Quota { get; }

    /// <summary>Has a program see a directory under a path, such as <c>/data</c> or <c>.</c>.</summary>
    public VirtualFileSystem Mount(string path, MountAccess access = MountAccess.ReadOnly)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (_mounts.Any(mount => mount.Path == path))
            throw new ArgumentException($"'{path}' is mounted already.", nameof(path));
        var root = CreateDirectory(0);
        root.Link();
        _mounts.Add(new Mount(_mounts.Count + 1, path, access, root));
        return this;
    }

    /// <summary>Writes a file below a mount, over one that is there, with the directories that it needs.</summary>
    /// <exception cref="IOException">The path is below no mount, is a directory, or there is no space.</exception>
    public VirtualFileSystem WriteFile(string path, ReadOnlySpan<byte> bytes)
    {
        var (directory, names) = Locate(path);
        if (names.Length == 0)
            throw Failed(Errno.IsDirectory, path);
        foreach (var name in names[..^1])
        {
            if (directory.Find(name) is null)
                Check(directory.Add(name, CreateDirectory(0), 0), path);
            directory = directory.Find(name) as DirectoryNode ?? throw Failed(Errno.NotDirectory, path);
        }

        if (directory.Find(names[^1]) is null)
            Check(directory.Add(names[^1], CreateFile(0), 0), path);
        var file = directory.Find(names[^1]) as FileNode ?? throw Failed(Errno.IsDirectory, path);
        Check(file.Resize(0), path);
        Check(file.Write(0, bytes), path);
        return this;
    }

    /// <summary>What is in a file.</summary>
    /// <exception cref="IOException">There is no such file.</exception>
    public byte[] ReadFile(string path) =>
        Find(path) is FileNode file ? file.Bytes.ToArray() : throw Failed(Errno.NoEntry, path);

    /// <summary>The names in a directory, in the order in which they were added.</summary>
    /// <exception cref="IOException">There is no such directory.</exception>
    public IReadOnlyList<string> List(string path) => Find(path) is DirectoryNode directory
        ? [.. directory.Entries.Select(entry => entry.Name)]
        : throw Failed(Errno.NoEntry, path);

    internal FileNode CreateFile(ulong now) => new(++_lastId, now, Quota);

    internal DirectoryNode CreateDirectory(ulong now) => new(++_lastId, now, Quota);

    internal LinkNode? TryCreateLink(string target, ulong now) => LinkNode.TryCreate(++_lastId, now, target, Quota);

    private Node? Find(string path)
    {
        var (directory, names) = Locate(path);
        return names.Aggregate((Node?)directory, (node, name) => (node as DirectoryNode)?.Find(name));
    }

    private (DirectoryNode Root, string[] Names) Locate(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var mount = _mounts
            .Where(mount => $"{path}/".StartsWith($"{mount.Path.TrimEnd('/')}/", StringComparison.Ordinal))
            .MaxBy(mount => mount.Path.Length) ?? throw new IOException($"'{path}' is below no mount.");
        var names = path[mount.Path.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return names.All(PathResolver.IsName) ? (mount.Root, names) : throw Failed(Errno.Invalid, path);
    }

    private static void Check(Errno error, string path)
    {
        if (error != Errno.Success)
            throw Failed(error, path);
    }

    private static IOException Failed(Errno error, string path) => new($"'{path}' could not be reached: {error}.");
}
