using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Integration.Wasm.Programs;

/// <summary>
/// The programs, from their compilers, and the interpreters that come ready; in a folder that is gone afterwards.
/// </summary>
public sealed class BuiltPrograms : IAsyncLifetime
{
    private static readonly string Packages = Repository.PathOf("artifacts", "wasm-programs", "node_modules");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("if-wasm-programs-");

    public static string QuickJs { get; } = Path.Combine(Packages, "quickjs-wasi", "quickjs.wasm");

    public static string Ruby { get; } = Path.Combine(Packages, "@ruby", "3.4-wasm-wasi", "dist", "ruby.wasm");

    public string Words => Path.Combine(_folder.FullName, "words.wasm");

    public string Fabric => Path.Combine(_folder.FullName, "fabric.wasm");

    public string Assembly => Path.Combine(_folder.FullName, "assembly.wasm");

    public static string Source(string name) =>
        Repository.PathOf("tests", "InfraFabric.Integration", "Wasm", "Programs", name);

    public async ValueTask InitializeAsync()
    {
        // Debian's, by its path: a newer compiler that comes first in PATH has no library for WebAssembly.
        await Tool.RunAsync("/usr/bin/rustc", "--target", "wasm32-wasi", "-O", Source("fabric.rs"), "-o", Fabric);
        await Tool.RunAsync("clang", "--target=wasm32-wasi", "-O2", Source("words.c"), "-o", Words);
        var assemblyScript = Path.Combine(Packages, "assemblyscript", "bin", "asc.js");
        await Tool.RunAsync("node", assemblyScript, Source("assembly.ts"), "-O", "-o", Assembly);
    }

    /// <summary>An empty folder for one run.</summary>
    public string MakeFolder() => _folder.CreateSubdirectory(Path.GetRandomFileName()).FullName;

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
