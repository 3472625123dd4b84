using System.Reflection;
using System.Runtime.Intrinsics;
using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Simd;

/// <summary>Which vector instructions make new floats, in lanes of which kind.</summary>
internal static class VectorArithmetic
{
    private static readonly MethodInfo CanonicalFloats =
        new Func<Vector128<byte>, Vector128<byte>>(FloatLanes<float>.Canonical).Method;

    private static readonly MethodInfo CanonicalDoubles =
        new Func<Vector128<byte>, Vector128<byte>>(FloatLanes<double>.Canonical).Method;

    /// <summary>The lanes of the result that may hold any NaN; null when the instruction makes no new floats.</summary>
    public static ValueKind? Result(Opcode opcode) => opcode switch
    {
        >= Opcode.F32x4Ceil and <= Opcode.F32x4Nearest or >= Opcode.F32x4Sqrt and <= Opcode.F32x4Max
            or Opcode.F32x4DemoteF64x2Zero => ValueKind.F32,
        Opcode.F64x2Ceil or Opcode.F64x2Floor or Opcode.F64x2Trunc or Opcode.F64x2Nearest
            or >= Opcode.F64x2Sqrt and <= Opcode.F64x2Max or Opcode.F64x2PromoteLowF32x4 => ValueKind.F64,
        _ => null,
    };

    /// <summary>The lanes of operands of which it is all the same which NaN they are; null when bits count.</summary>
    public static ValueKind? Accepts(Opcode opcode) => opcode switch
    {
        >= Opcode.F32x4Eq and <= Opcode.F32x4Ge or Opcode.I32x4TruncSatF32x4S or Opcode.I32x4TruncSatF32x4U
            or Opcode.F64x2PromoteLowF32x4 => ValueKind.F32,
        >= Opcode.F64x2Eq and <= Opcode.F64x2Ge or Opcode.I32x4TruncSatF64x2SZero or Opcode.I32x4TruncSatF64x2UZero
            or Opcode.F32x4DemoteF64x2Zero => ValueKind.F64,
        _ => Result(opcode),
    };

    /// <summary>The lanes of the result that may be made canonical later: new ones, or converted integers.</summary>
    public static ValueKind? CanonicalAtWill(Opcode opcode) => opcode switch
    {
        Opcode.F32x4ConvertI32x4S or Opcode.F32x4ConvertI32x4U => ValueKind.F32,
        Opcode.F64x2ConvertLowI32x4S or Opcode.F64x2ConvertLowI32x4U => ValueKind.F64,
        _ => Result(opcode),
    };

    /// <summary>The method that makes each NaN of such lanes the canonical one.</summary>
    public static MethodInfo Canonical(ValueKind lanes) => lanes == ValueKind.F32 ? CanonicalFloats : CanonicalDoubles;
}
