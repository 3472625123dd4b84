using System.Diagnostics;

namespace InfraFabric.Wasm.Tests.Spec;

/// <summary>
/// The specification's own tests: a script in JSON for each topic, and the modules that it names. They are no part of
/// the repository; where they are absent, nothing is tested, and that is said.
/// </summary>
internal sealed class SpecArchive : IDisposable
{
    public const string Absent = "(absent)";

    private static readonly string Archive =
        RepositoryFolder.PathOf("..", "shared", "wasm-spec", "core-2.0.tar.xz");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("if-wasm-spec-");

    public SpecArchive() => Tar("--extract", "--directory", _folder.FullName);

    public static bool IsPresent => File.Exists(Archive);

    public static string WhereItBelongs => $"The specification's tests are not at {Path.GetFullPath(Archive)}.";

    /// <summary>The scripts' names, such as <c>i32</c>.</summary>
    public static IReadOnlyList<string> Scripts { get; } = IsPresent ? ListScripts() : [];

    public byte[] Read(string file) => File.ReadAllBytes(Path.Combine(_folder.FullName, file));

    /// <summary>The modules of a script, in their order.</summary>
    public IEnumerable<byte[]> Modules(string script) =>
        _folder.EnumerateFiles($"{script}.*.wasm").OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => File.ReadAllBytes(file.FullName));

    public void Dispose() => _folder.Delete(recursive: true);

    private static string[] ListScripts() =>
    [
        .. Tar("--list").Split('\n')
            .Where(file => file.EndsWith(".json", StringComparison.Ordinal))
            .Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal),
    ];

    private static string Tar(params string[] arguments)
    {
        var start = new ProcessStartInfo("tar", [.. arguments, "--file", Archive])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidDataException($"tar could not read {Archive}: exit code {process.ExitCode}.");
    }
}
