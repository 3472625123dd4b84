namespace InfraFabric.Wasm;

/// <summary>What everything in a store may use together.</summary>
public sealed record StoreOptions
{
    public static StoreOptions Default { get; } = new();

    /// <summary>Fuel at the beginning. Without it, metered code runs on until it is interrupted.</summary>
    public long? Fuel { get; init; }

    /// <summary>Told as fuel is used. Modules are then loaded with <see cref="Metering.Quanta"/>.</summary>
    public FuelQuantum? Quantum { get; init; }

    /// <summary>Pages of 64 KiB of all memories together.</summary>
    public int MaxMemoryPages { get; init; } = 65_536;

    /// <summary>Elements of all tables together.</summary>
    public int MaxTableElements { get; init; } = 10_000_000;

    /// <summary>
    /// Asked, after the numbers here, whether a memory or table may be made or grow. A guest that is refused gets -1;
    /// a module is not instantiated.
    /// </summary>
    public Func<GrowthRequest, bool>? Limiter { get; init; }

    /// <summary>
    /// The values of one exception, those of exceptions among them included. A guest that throws a larger one is
    /// stopped.
    /// </summary>
    public int MaxExceptionValues { get; init; } = 1_000;

    public int MaxInstances { get; init; } = 10_000;

    /// <summary>The call stack, in the engine's own bytes: the same calls fit on every machine.</summary>
    public int MaxStackBytes { get; init; } = 1 << 20;
}
