using System.Diagnostics;

namespace InfraFabric.Wasm.Tests.Wasi;

/// <summary>Programs of this machine that tests compare with: a C compiler for WASI, and Node.</summary>
internal static class ForeignProgram
{
    // Gives the same program the same things as the tests give it here.
    private const string NodeScript = """
        const { WASI } = require('node:wasi');
        const [program, folder, environment, ...args] = process.argv.slice(1);
        const preopens = { '/data': folder };
        const env = JSON.parse(environment);
        const wasi = new WASI({ version: 'preview1', args, env, preopens, returnOnExit: true });
        const module = new WebAssembly.Module(require('node:fs').readFileSync(program));
        process.exitCode = wasi.start(new WebAssembly.Instance(module, wasi.getImportObject()));
        """;

    public const string Needed = "clang, lld, wasi-libc and node are needed for this test.";

    public static bool ArePresent { get; } =
        Find("clang") is not null && Find("wasm-ld") is not null && Find("node") is not null
        && File.Exists("/usr/lib/wasm32-wasi/libc.a");

    public static async Task<byte[]> CompileAsync(string source, string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, Path.ChangeExtension(source, ".wasm"));
        var text = RepositoryFolder.PathOf("tests", "InfraFabric.Wasm.Tests", "Programs", source);
        var outcome = await RunAsync("clang", ["--target=wasm32-wasi", "-O2", "-o", path, text], "", cancellationToken);
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        return await File.ReadAllBytesAsync(path, cancellationToken);
    }

    public static Task<ProgramOutcome> RunNodeAsync(
        string program, string folder, string environment, string[] arguments, string input,
        CancellationToken cancellationToken) =>
        RunAsync(
            "node", ["--no-warnings", "-e", NodeScript, "--", program, folder, environment, .. arguments], input,
            cancellationToken);

    private static async Task<ProgramOutcome> RunAsync(
        string name, string[] arguments, string input, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(name, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken);
        return new ProgramOutcome(await output, await error, process.ExitCode);
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
