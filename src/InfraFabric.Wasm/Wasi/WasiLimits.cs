namespace InfraFabric.Wasm.Wasi;

/// <summary>How much a program may ask for at once.</summary>
public sealed record WasiLimits
{
    public static WasiLimits Default { get; } = new();

    /// <summary>Descriptors, the standard streams and the mounts among them.</summary>
    public int MaxOpenFiles { get; init; } = 256;

    public int MaxPathBytes { get; init; } = 4_096;

    /// <summary>Buffers of one read or write.</summary>
    public int MaxBuffers { get; init; } = 1_024;

    /// <summary>Events of one <c>poll_oneoff</c>.</summary>
    public int MaxSubscriptions { get; init; } = 1_024;

    public int MaxRandomBytes { get; init; } = 1 << 20;

    /// <summary>The longest <c>poll_oneoff</c>. What would wait longer is interrupted then (<c>EINTR</c>).</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(10);
}
