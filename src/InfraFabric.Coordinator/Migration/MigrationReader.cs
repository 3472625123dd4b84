using System.Text;
using InfraFabric.Core.Errors;

namespace InfraFabric.Coordinator.Migration;

/// <summary>
/// Reads the boards of swarms that coordinated themselves by polling a git repository, and plans what they become. Only
/// files that git tracks are read, no link is followed, and nothing is changed.
/// </summary>
public static class MigrationReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The plan for the work tree that holds a folder.</summary>
    public static async Task<MigrationPlan> ReadAsync(
        DirectoryInfo source, TimeProvider time, CancellationToken cancellationToken = default)
    {
        var tree = await GitTree.OpenAsync(source, time, cancellationToken);
        var unread = new List<UnreadLine>(tree.Skipped);
        var tasks = new List<BoardTask>();
        var swarms = new List<MigrationSwarm>();
        var left = MigrationLimits.MaxTotalBytes;
        foreach (var path in tree.Boards)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ReadFile(tree.Root, path, unread, ref left) is { } text)
                Add(BoardReader.Read(path, text), tasks, unread);
            RequireRoom(tasks.Count, unread.Count);
        }

        foreach (var path in tree.Statuses)
        {
            if (ReadFile(tree.Root, path, unread, ref left) is { } text)
                Add(StatusReader.Read(path, text), swarms, unread);
            RequireRoom(tasks.Count, unread.Count);
        }

        return PlanBuilder.Build(tree.Repository, tree.Boards.Count + tree.Statuses.Count, tasks, swarms, unread);
    }

    private static void Add(
        (IReadOnlyList<BoardTask> Tasks, IReadOnlyList<UnreadLine> Unread) read, List<BoardTask> tasks,
        List<UnreadLine> unread)
    {
        tasks.AddRange(read.Tasks);
        unread.AddRange(read.Unread);
    }

    private static void Add(
        (MigrationSwarm? Swarm, IReadOnlyList<UnreadLine> Unread) read, List<MigrationSwarm> swarms,
        List<UnreadLine> unread)
    {
        unread.AddRange(read.Unread);
        if (read.Swarm is not { } swarm)
            return;
        if (swarms.Find(known => known.Name == swarm.Name) is { } first)
            unread.Add(new UnreadLine(swarm.Source, swarm.Name.Text, $"The session stands in {first.Source} already."));
        else
            swarms.Add(swarm);
    }

    /// <summary>The text of a file; null, and said, when it cannot be read.</summary>
    private static string? ReadFile(DirectoryInfo root, string path, List<UnreadLine> unread, ref long left)
    {
        string? Refuse(string why)
        {
            unread.Add(new UnreadLine(new SourceLine(path, 1), path, why));
            return null;
        }

        try
        {
            var file = new FileInfo(Path.Combine(root.FullName, path));
            if (HasLink(root, path))
                return Refuse("It is a link, or a folder above it is, and links are not followed.");
            if (!file.Exists)
                return Refuse("git tracks it, and it is not in the work tree.");
            // Also what is no file at all has no length, and is never opened.
            if (file.Length == 0)
                return "";
            if (file.Length > MigrationLimits.MaxFileBytes)
                return Refuse($"It has {file.Length} bytes; at most {MigrationLimits.MaxFileBytes} are read.");
            if (file.Length > left)
                return Refuse($"All files before it have {MigrationLimits.MaxTotalBytes} bytes, which is the most.");
            left -= file.Length;
            return StrictUtf8.GetString(File.ReadAllBytes(file.FullName)).TrimStart('\uFEFF');
        }
        catch (ArgumentException)
        {
            return Refuse("It is not text in UTF-8.");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return Refuse($"It cannot be opened: {failed.Message}");
        }
    }

    private static bool HasLink(DirectoryInfo root, string path)
    {
        var whole = root.FullName;
        foreach (var part in path.Split('/'))
        {
            whole = Path.Combine(whole, part);
            if (new FileInfo(whole).LinkTarget is not null)
                return true;
        }

        return false;
    }

    private static void RequireRoom(int tasks, int unread)
    {
        if (tasks <= MigrationLimits.MaxTasks && unread <= MigrationLimits.MaxUnread)
            return;
        throw new FabricException(ErrorTable.LimitExceeded,
            $"The boards have {tasks} tasks, and {unread} lines that could not be read.",
            $"At most {MigrationLimits.MaxTasks} and {MigrationLimits.MaxUnread} are handled.",
            "Point --source at the repository of the boards alone.");
    }
}
