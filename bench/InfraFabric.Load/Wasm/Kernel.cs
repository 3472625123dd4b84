using System.Text.Json;
using InfraFabric.Load.Peers;

namespace InfraFabric.Load.Wasm;

/// <summary>One of the small programs in <c>bench/kernels</c>: its module, and with which size it runs.</summary>
internal sealed record Kernel(string Name, string Path, int Size)
{
    private const string Sources = "bench/kernels";
    private const string Built = "artifacts/kernels";

    private static Task<IReadOnlyList<Kernel>>? _all;

    public byte[] Bytes { get; } = File.ReadAllBytes(Path);

    /// <summary>All of them, compiled once in a run.</summary>
    public static Task<IReadOnlyList<Kernel>> AllAsync() => _all ??= BuildAsync();

    public static async Task<Kernel> FindAsync(string name) => (await AllAsync()).Single(kernel => kernel.Name == name);

    /// <summary>What a script beside the kernels found out in V8.</summary>
    public static async Task<T> AskV8Async<T>(string script, params string[] arguments)
    {
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(Sources, script));
        var printed = await ServerProcess.RunAsync("node", [path, .. arguments]);
        return JsonSerializer.Deserialize<T>(printed, JsonSerializerOptions.Web)!;
    }

    private static async Task<IReadOnlyList<Kernel>> BuildAsync()
    {
        await ServerProcess.RunAsync(System.IO.Path.GetFullPath(System.IO.Path.Combine(Sources, "build")), Built);
        var sizes = JsonSerializer.Deserialize<Dictionary<string, int>>(
            await File.ReadAllTextAsync(System.IO.Path.Combine(Sources, "sizes.json")))!;
        return
        [
            .. sizes.Select(size => new Kernel(
                size.Key, System.IO.Path.GetFullPath(System.IO.Path.Combine(Built, $"{size.Key}.wasm")), size.Value)),
        ];
    }
}
