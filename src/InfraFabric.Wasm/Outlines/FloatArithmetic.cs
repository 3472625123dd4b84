using InfraFabric.Wasm.Binary;

namespace InfraFabric.Wasm.Outlines;

/// <summary>
/// Which instructions make new floats, whose NaN the specification leaves open and this engine makes canonical.
/// </summary>
internal static class FloatArithmetic
{
    public static bool Is(Opcode opcode) => opcode
        is >= Opcode.F32Ceil and <= Opcode.F32Max
        or >= Opcode.F64Ceil and <= Opcode.F64Max
        or Opcode.F32DemoteF64 or Opcode.F64PromoteF32;

    /// <summary>Whether the instruction's own result does not depend on which NaN its operands are.</summary>
    public static bool Accepts(Opcode opcode) => Is(opcode) || opcode
        is >= Opcode.F32Eq and <= Opcode.F64Ge
        or >= Opcode.I32TruncF32S and <= Opcode.I32TruncF64U
        or >= Opcode.I64TruncF32S and <= Opcode.I64TruncF64U
        or >= Opcode.I32TruncSatF32S and <= Opcode.I64TruncSatF64U;

    /// <summary>
    /// Whether a NaN that the instruction leaves on the stack may be made canonical later: it is arithmetic, or never
    /// gives one.
    /// </summary>
    public static bool IsCanonicalAtWill(Opcode opcode) =>
        Is(opcode) || opcode is >= Opcode.F32ConvertI32S and <= Opcode.F32ConvertI64U
            or >= Opcode.F64ConvertI32S and <= Opcode.F64ConvertI64U;
}
