namespace InfraFabric.Cli.Tests.Program;

/// <summary>
/// Holds text to a file of the repository. With <c>IF_REWRITE_DOCS=1</c> in the environment the file is written
/// instead,
/// for a person to read the difference.
/// </summary>
internal static class Snapshot
{
    public static void ShouldMatch(string text, params string[] file)
    {
        var path = Repository.PathOf(file);
        if (Environment.GetEnvironmentVariable("IF_REWRITE_DOCS") == "1")
            File.WriteAllText(path, text);
        var expected = File.Exists(path) ? File.ReadAllText(path) : "";
        text.ShouldBe(
            expected, $"{path} says otherwise. If the change is meant: IF_REWRITE_DOCS=1 ./test, and read the diff.");
    }

    public static void ShouldMatchSnapshot(this string text, string name) =>
        ShouldMatch(text, "tests", "InfraFabric.Cli.Tests", "Snapshots", name + ".txt");
}
