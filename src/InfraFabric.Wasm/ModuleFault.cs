namespace InfraFabric.Wasm;

/// <summary>Why a module is refused.</summary>
public enum ModuleFault
{
    /// <summary>The bytes are not a module in the binary format.</summary>
    Malformed,

    /// <summary>The bytes are a module, and it breaks a rule of validation.</summary>
    Invalid,

    /// <summary>The module is larger than <see cref="ModuleLimits"/> lets it be.</summary>
    TooLarge,
}
