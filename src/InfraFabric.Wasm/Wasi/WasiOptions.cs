using InfraFabric.Wasm.Wasi.Files;

namespace InfraFabric.Wasm.Wasi;

/// <summary>
/// What a program is given. By default nothing: no arguments, no environment, input that is at its end, output that is
/// dropped, no clock, no randomness, no files. What is not given fails as the functions of WASI fail: a clock with
/// <c>EINVAL</c> (an unsupported clock, in the words of preview 1), randomness with <c>ENOTSUP</c>, a path outside of
/// the mounts with <c>ENOTCAPABLE</c>.
/// </summary>
public sealed record WasiOptions
{
    /// <summary>The first is the program's name by custom.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Streams belong to the host: they are flushed when the program asks, and never closed.</summary>
    public Stream? Input { get; init; }

    public Stream? Output { get; init; }

    public Stream? Error { get; init; }

    /// <summary>The clocks: the time of day, and a monotonic one that begins at zero.</summary>
    public TimeProvider? TimeProvider { get; init; }

    public RandomSource? Random { get; init; }

    /// <summary>Each of its mounts is a preopened directory.</summary>
    public VirtualFileSystem? Files { get; init; }

    public WasiLimits Limits { get; init; } = WasiLimits.Default;
}
