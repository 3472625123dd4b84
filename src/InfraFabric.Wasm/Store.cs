namespace InfraFabric.Wasm;

/// <summary>
/// Where instances live: their fuel, their limits, and the flag that interrupts them. Code of one store runs on one
/// thread at a time; only <see cref="Interrupt"/> may be called from any.
/// </summary>
public sealed class Store : IDisposable
{
    public Store(StoreOptions? options = null) => Options = options ?? StoreOptions.Default;

    public StoreOptions Options { get; }

    /// <summary>Fuel that is left; 0 after <see cref="TrapReason.OutOfFuel"/>.</summary>
    public long Fuel { get; set; }

    /// <summary>Stops what runs, or what runs next, with <see cref="TrapReason.Interrupted"/>.</summary>
    public void Interrupt() => throw new NotSupportedException();

    public void Dispose() => GC.SuppressFinalize(this);
}
