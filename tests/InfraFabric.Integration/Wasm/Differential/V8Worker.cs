using System.Diagnostics;
using System.Text.Json;
using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Integration.Wasm.Differential;

/// <summary>A Node.js that runs one module after the other.</summary>
internal sealed class V8Worker : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;

    private V8Worker(string logModule) =>
        _process = Process.Start(
            new ProcessStartInfo("node", [Repository.PathOf([.. RandomModule.Folder, "v8.mjs"]), logModule])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;

    public static async Task<V8Worker> StartAsync(string scratch)
    {
        var logModule = Path.Combine(scratch, "log.wasm");
        await Tool.RunAsync("wat2wasm", Repository.PathOf([.. RandomModule.Folder, "log.wat"]), "-o", logModule);
        return new V8Worker(logModule);
    }

    public async Task<ModuleOutcome> RunAsync(byte[] module, IReadOnlyList<ModuleCall> calls)
    {
        var asked = JsonSerializer.Serialize(new { module, calls }, JsonSerializerOptions.Web);
        await _process.StandardInput.WriteLineAsync(asked);
        await _process.StandardInput.FlushAsync();
        var answer = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
            ?? throw new InvalidOperationException("Node.js has ended.");
        return JsonSerializer.Deserialize<ModuleOutcome>(answer, JsonSerializerOptions.Web)!;
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
