namespace InfraFabric.Core.Tests;

/// <summary>Finds the pages of the repository that tests hold to the code.</summary>
internal static class RepositoryFolder
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string PathOf(string relativePath) => Path.Combine(Root, relativePath);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "InfraFabric.slnx"))
            ? folder
            : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Not inside the repository."));
}
