namespace InfraFabric.Wasm;

/// <summary>What compiled code counts while it runs. It can be interrupted from outside in either case.</summary>
public enum Metering
{
    /// <summary>Each block of instructions is paid with fuel.</summary>
    Fuel,

    /// <summary>
    /// As <see cref="Fuel"/>, and the store's <see cref="StoreOptions.Quantum"/> is told each time that much was used.
    /// The code can go on afterwards, and is somewhat larger and slower for it.
    /// </summary>
    Quanta,

    /// <summary>Nothing is counted.</summary>
    None,
}
