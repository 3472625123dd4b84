namespace InfraFabric.Cli.Tests.Program;

/// <summary>Where things lie in the repository and its build.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The program as it was built, beside the tests of it.</summary>
    public static string Ifctl { get; } =
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "InfraFabric.Cli", "debug", "ifctl"));

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "InfraFabric.slnx"))
            ? folder
            : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Not inside the repository."));
}
