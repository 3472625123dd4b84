namespace InfraFabric.Wasm.Tests;

/// <summary>Finds what tests read beside the code.</summary>
internal static class RepositoryFolder
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "InfraFabric.slnx"))
            ? folder
            : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Not inside the repository."));
}
