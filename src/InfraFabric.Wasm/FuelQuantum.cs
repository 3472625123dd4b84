namespace InfraFabric.Wasm;

/// <summary>
/// What is told each time that so much fuel was used, on the thread that runs: it may wait, to give running code only a
/// share of the processor, look at a clock, or interrupt. It may not call into the store.
/// </summary>
public sealed record FuelQuantum(long Fuel, Action<Store> Elapsed);
