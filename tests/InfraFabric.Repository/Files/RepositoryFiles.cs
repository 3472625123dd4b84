namespace InfraFabric.Repository.Files;

/// <summary>The files of the repository, without what tools have made.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] Made = ["artifacts", "node_modules", "bin", "obj", "TestResults"];

    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>The paths of all files with an extension, counted from the root, with slashes.</summary>
    public static IReadOnlyList<string> WithExtension(string extension) =>
        [.. Walk(Root).Where(path => path.EndsWith(extension, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>The C# files that people write.</summary>
    public static IReadOnlyList<string> Sources() =>
        [.. WithExtension(".cs").Where(path => !path.EndsWith(".g.cs", StringComparison.Ordinal))];

    public static string PathOf(string relativePath) => Path.Combine(Root, relativePath);

    public static string Read(string relativePath) => File.ReadAllText(PathOf(relativePath));

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
            yield return Path.GetRelativePath(Root, file).Replace('\\', '/');
        foreach (var inner in Directory.EnumerateDirectories(folder))
        {
            var name = Path.GetFileName(inner);
            if (name.StartsWith('.') || Made.Contains(name))
                continue;
            foreach (var file in Walk(inner))
                yield return file;
        }
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "InfraFabric.slnx"))
            ? folder
            : FindRoot(Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("Not inside the repository."));
}
