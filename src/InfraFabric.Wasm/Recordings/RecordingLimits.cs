namespace InfraFabric.Wasm.Recordings;

/// <summary>How much a recording holds at most, when it is made and when it is read.</summary>
public sealed record RecordingLimits
{
    public static RecordingLimits Default { get; } = new();

    public int MaxCalls { get; init; } = 10_000_000;

    /// <summary>Bytes of a recording, and what arguments, results and written memory take together.</summary>
    public int MaxBytes { get; init; } = 256 << 20;

    public int MaxImports { get; init; } = 1_000;

    /// <summary>Characters of what an exception of the host says; the rest is left out.</summary>
    public int MaxMessageLength { get; init; } = 1_000;
}
