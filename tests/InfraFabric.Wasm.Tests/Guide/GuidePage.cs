namespace InfraFabric.Wasm.Tests.Guide;

/// <summary>The page that shows how the engine is used.</summary>
internal static class GuidePage
{
    /// <summary>Its blocks of C#, without what indents their lines.</summary>
    public static IReadOnlyList<string> Snippets()
    {
        var page = File.ReadAllText(RepositoryFolder.PathOf("docs", "guides", "wasm.md"));
        return [.. page.Split("```csharp\n").Skip(1).Select(part => Plain(part.Split("```")[0]))];
    }

    public static string Plain(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
