namespace InfraFabric.Wasm.Types;

/// <summary>
/// What kind of value a parameter, result, local, global or table holds. The numbers are the binary format's.
/// </summary>
public enum ValueKind : byte
{
    I32 = 0x7F,
    I64 = 0x7E,
    F32 = 0x7D,
    F64 = 0x7C,
    V128 = 0x7B,
    FuncRef = 0x70,
    ExternRef = 0x6F,

    /// <summary>An exception that was caught; with <see cref="ModuleFeatures.Exceptions"/>.</summary>
    ExnRef = 0x69,
}
