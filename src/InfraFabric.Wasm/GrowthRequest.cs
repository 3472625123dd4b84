using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm;

/// <summary>
/// A memory or table is to be made or to grow: whether it may is asked before anything is done. Sizes are in pages of
/// 64 KiB or in elements.
/// </summary>
/// <param name="Store">The store in which it is.</param>
/// <param name="Type">A <see cref="MemoryType"/> or a <see cref="TableType"/>.</param>
/// <param name="Current">What it has; 0 when it is made.</param>
/// <param name="Wanted">What it would have.</param>
/// <param name="Maximum">What its type lets it have at most, if it says so.</param>
public readonly record struct GrowthRequest(Store Store, ExternType Type, long Current, long Wanted, long? Maximum);
