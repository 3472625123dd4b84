namespace InfraFabric.Wasm;

/// <summary>What compiled code counts while it runs. It can be interrupted from outside in either case.</summary>
public enum Metering
{
    /// <summary>Each block of instructions is paid with fuel.</summary>
    Fuel,

    /// <summary>Nothing is counted.</summary>
    None,
}
