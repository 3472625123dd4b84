using System.Text;

namespace InfraFabric.Wasm.Wasi.Files;

/// <summary>
/// Follows a path from a directory down. It never leaves that directory: not by <c>..</c>, not by an absolute path, and
/// not by a symbolic link.
/// </summary>
internal ref struct PathResolver
{
    public const int MaxLinks = 40;
    public const int MaxNameBytes = 255;

    private readonly Stack<string> _rest = new();
    private readonly List<DirectoryNode> _way;
    private int _links;

    private PathResolver(DirectoryNode start) => _way = [start];

    private readonly DirectoryNode Current => _way[^1];

    public static Errno Resolve(DirectoryNode start, string path, bool followsLast, out PathTarget target)
    {
        target = default;
        var resolver = new PathResolver(start);
        if (path.Length == 0)
            return Errno.NoEntry;
        var error = resolver.Push(path);
        return error != Errno.Success ? error : resolver.Walk(followsLast, path.EndsWith('/'), out target);
    }

    /// <summary>Whether an entry of a directory may be called so.</summary>
    public static bool IsName(string name) =>
        name is not ("" or "." or "..") && name.AsSpan().IndexOfAny('/', '\0') < 0
        && Encoding.UTF8.GetByteCount(name) <= MaxNameBytes;

    private Errno Walk(bool followsLast, bool isDirectoryNamed, out PathTarget target)
    {
        target = default;
        while (_rest.TryPop(out var name))
        {
            if (name == ".")
                continue;
            var node = name == ".." ? null : Current.Find(name);
            var isLast = _rest.Count == 0 && name != "..";
            Errno error;
            if (node is LinkNode link && (!isLast || followsLast || isDirectoryNamed))
                error = Follow(link);
            else if (isLast)
                return Finish(new PathTarget(Current, name, node, isDirectoryNamed), out target);
            else
                error = Enter(name, node);
            if (error != Errno.Success)
                return error;
        }

        target = new PathTarget(Current, null, Current, IsDirectoryNamed: true);
        return Errno.Success;
    }

    private static Errno Finish(PathTarget found, out PathTarget target)
    {
        target = found;
        return found is { IsDirectoryNamed: true, Node: FileNode } ? Errno.NotDirectory : Errno.Success;
    }

    private readonly Errno Enter(string name, Node? node)
    {
        if (name == "..")
        {
            if (_way.Count == 1)
                return Errno.NotCapable;
            _way.RemoveAt(_way.Count - 1);
            return Errno.Success;
        }

        if (node is DirectoryNode directory)
            _way.Add(directory);
        return node switch { null => Errno.NoEntry, DirectoryNode => Errno.Success, _ => Errno.NotDirectory };
    }

    private Errno Follow(LinkNode link) => ++_links > MaxLinks ? Errno.Loop : Push(link.Target);

    private readonly Errno Push(string path)
    {
        if (path.StartsWith('/'))
            return Errno.NotCapable;
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in names.Reverse())
        {
            if (Encoding.UTF8.GetByteCount(name) > MaxNameBytes)
                return Errno.NameTooLong;
            _rest.Push(name);
        }

        return Errno.Success;
    }
}
