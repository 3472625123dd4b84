using InfraFabric.Core.Errors;

namespace InfraFabric.Coordinator.Migration;

/// <summary>A git work tree: which repository it is of, and the boards and status files that it tracks.</summary>
/// <param name="Root">Its folder.</param>
/// <param name="Repository">The first commit, which all clones have in common.</param>
/// <param name="Boards">The paths of its Markdown files.</param>
/// <param name="Statuses">The paths of its status files.</param>
/// <param name="Skipped">The boards and status files that are not files.</param>
internal sealed record GitTree(
    DirectoryInfo Root, string Repository, IReadOnlyList<string> Boards, IReadOnlyList<string> Statuses,
    IReadOnlyList<UnreadLine> Skipped)
{
    private const string RegularFile = "100";

    public static async Task<GitTree> OpenAsync(
        DirectoryInfo folder, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!folder.Exists)
        {
            throw new FabricException(ErrorTable.NotFound, $"There is no folder {folder.FullName}.",
                "Boards are read from the work tree that --source names.", "Correct the path.");
        }

        var top = await new GitProgram(folder, time).AskAsync(cancellationToken, "rev-parse", "--show-toplevel");
        var root = new DirectoryInfo(top.TrimEnd('\n'));
        var git = new GitProgram(root, time);
        var repository = await FirstCommitAsync(git, cancellationToken);
        var listed = await git.AskAsync(cancellationToken, "ls-files", "--stage", "-z");
        return Sort(root, repository, listed);
    }

    private static async Task<string> FirstCommitAsync(GitProgram git, CancellationToken cancellationToken)
    {
        if ((await git.AskAsync(cancellationToken, "rev-parse", "--is-shallow-repository")).Trim() == "true")
        {
            throw new FabricException(ErrorTable.Usage, "The clone is shallow.",
                "Tasks are known again by the first commit of their repository, and a shallow clone does not have it.",
                "Run: git fetch --unshallow");
        }

        // A history that was joined from several has several first commits; the oldest stays the oldest.
        var roots = await git.AskAsync(cancellationToken, "log", "--max-parents=0", "--format=%ct %H", "HEAD", "--");
        return roots.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .OrderBy(commit => long.Parse(commit[0])).ThenBy(commit => commit[1], StringComparer.Ordinal)
            .First()[1];
    }

    // Each entry: mode, object, stage, a tab, the path. A path with an open merge conflict is listed for each side.
    private static GitTree Sort(DirectoryInfo root, string repository, string listed)
    {
        var (boards, statuses, skipped) = (new List<string>(), new List<string>(), new List<UnreadLine>());
        foreach (var entry in listed.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var path = entry[(entry.IndexOf('\t') + 1)..];
            var into = IsStatus(path) ? statuses : IsBoard(path) ? boards : null;
            if (into is null || into.LastOrDefault() == path)
                continue;
            if (entry.StartsWith(RegularFile, StringComparison.Ordinal))
                into.Add(path);
            else
                skipped.Add(new UnreadLine(new SourceLine(path, 1), path, "It is a link, and links are not followed."));
        }

        if (boards.Count + statuses.Count > MigrationLimits.MaxFiles)
        {
            throw new FabricException(ErrorTable.LimitExceeded,
                $"The work tree has {boards.Count + statuses.Count} boards and status files.",
                $"At most {MigrationLimits.MaxFiles} are read.",
                "Point --source at the repository of the boards alone.");
        }

        return new GitTree(root, repository, boards, statuses, skipped);
    }

    private static bool IsBoard(string path) =>
        path.EndsWith(".md", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".markdown", StringComparison.OrdinalIgnoreCase);

    private static bool IsStatus(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.StartsWith("STATUS-SESSION-", StringComparison.OrdinalIgnoreCase)
            && (name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
                || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase));
    }
}
