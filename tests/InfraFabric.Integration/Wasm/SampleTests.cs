using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Integration.Wasm;

/// <summary>The sample prints what its page shows.</summary>
public sealed class SampleTests : IDisposable
{
    private static readonly string Host = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "wasm-host", "debug", "wasm-host"));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("if-wasm-sample-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Host_Guest_PrintsWhatThePageShows()
    {
        var module = Path.Combine(_folder.FullName, "primes.wasm");
        var source = Repository.PathOf("samples", "wasm-host", "primes.wat");
        var page = await File.ReadAllTextAsync(Repository.PathOf("samples", "wasm-host", "README.md"));
        await Tool.RunAsync("wat2wasm", "--debug-names", source, "-o", module);

        var result = await Tool.RunAsync(Host, module, "10000");
        var failure = await Should.ThrowAsync<ToolFailedException>(() => Tool.RunAsync(Host, module, "10000", "1000"));

        page.ShouldContain(Indented(result));
        page.ShouldContain(Indented(failure.Message[failure.Message.IndexOf("wasm trap", StringComparison.Ordinal)..]));
    }

    private static string Indented(string text) =>
        string.Concat(text.TrimEnd().Split('\n').Select(line => $"    {line}\n"));
}
