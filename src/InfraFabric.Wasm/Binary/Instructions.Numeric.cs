using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Binary;

/// <summary>Integers, floats, and what lies between them.</summary>
internal static partial class Instructions
{
    private static void AddIntegers(Instruction[] table)
    {
        Constant(table, Opcode.I32Const, ValueKind.I32, Immediate.I32);
        Test(table, Opcode.I32Eqz, Opcode.I32Eqz, ValueKind.I32);
        Compare(table, Opcode.I32Eq, Opcode.I32GeU, ValueKind.I32);
        Unary(table, Opcode.I32Clz, Opcode.I32Popcnt, ValueKind.I32);
        Binary(table, Opcode.I32Add, Opcode.I32Rotr, ValueKind.I32);
        Unary(table, Opcode.I32Extend8S, Opcode.I32Extend16S, ValueKind.I32);

        Constant(table, Opcode.I64Const, ValueKind.I64, Immediate.I64);
        Test(table, Opcode.I64Eqz, Opcode.I64Eqz, ValueKind.I64);
        Compare(table, Opcode.I64Eq, Opcode.I64GeU, ValueKind.I64);
        Unary(table, Opcode.I64Clz, Opcode.I64Popcnt, ValueKind.I64);
        Binary(table, Opcode.I64Add, Opcode.I64Rotr, ValueKind.I64);
        Unary(table, Opcode.I64Extend8S, Opcode.I64Extend32S, ValueKind.I64);
    }

    private static void AddFloats(Instruction[] table)
    {
        Constant(table, Opcode.F32Const, ValueKind.F32, Immediate.F32);
        Compare(table, Opcode.F32Eq, Opcode.F32Ge, ValueKind.F32);
        Unary(table, Opcode.F32Abs, Opcode.F32Sqrt, ValueKind.F32);
        Binary(table, Opcode.F32Add, Opcode.F32Copysign, ValueKind.F32);

        Constant(table, Opcode.F64Const, ValueKind.F64, Immediate.F64);
        Compare(table, Opcode.F64Eq, Opcode.F64Ge, ValueKind.F64);
        Unary(table, Opcode.F64Abs, Opcode.F64Sqrt, ValueKind.F64);
        Binary(table, Opcode.F64Add, Opcode.F64Copysign, ValueKind.F64);
    }

    private static void AddConversions(Instruction[] table)
    {
        Convert(table, Opcode.I32WrapI64, Opcode.I32WrapI64, ValueKind.I64, ValueKind.I32);
        Convert(table, Opcode.I32TruncF32S, Opcode.I32TruncF32U, ValueKind.F32, ValueKind.I32);
        Convert(table, Opcode.I32TruncF64S, Opcode.I32TruncF64U, ValueKind.F64, ValueKind.I32);
        Convert(table, Opcode.I64ExtendI32S, Opcode.I64ExtendI32U, ValueKind.I32, ValueKind.I64);
        Convert(table, Opcode.I64TruncF32S, Opcode.I64TruncF32U, ValueKind.F32, ValueKind.I64);
        Convert(table, Opcode.I64TruncF64S, Opcode.I64TruncF64U, ValueKind.F64, ValueKind.I64);
        Convert(table, Opcode.F32ConvertI32S, Opcode.F32ConvertI32U, ValueKind.I32, ValueKind.F32);
        Convert(table, Opcode.F32ConvertI64S, Opcode.F32ConvertI64U, ValueKind.I64, ValueKind.F32);
        Convert(table, Opcode.F32DemoteF64, Opcode.F32DemoteF64, ValueKind.F64, ValueKind.F32);
        Convert(table, Opcode.F64ConvertI32S, Opcode.F64ConvertI32U, ValueKind.I32, ValueKind.F64);
        Convert(table, Opcode.F64ConvertI64S, Opcode.F64ConvertI64U, ValueKind.I64, ValueKind.F64);
        Convert(table, Opcode.F64PromoteF32, Opcode.F64PromoteF32, ValueKind.F32, ValueKind.F64);
        Convert(table, Opcode.I32ReinterpretF32, Opcode.I32ReinterpretF32, ValueKind.F32, ValueKind.I32);
        Convert(table, Opcode.I64ReinterpretF64, Opcode.I64ReinterpretF64, ValueKind.F64, ValueKind.I64);
        Convert(table, Opcode.F32ReinterpretI32, Opcode.F32ReinterpretI32, ValueKind.I32, ValueKind.F32);
        Convert(table, Opcode.F64ReinterpretI64, Opcode.F64ReinterpretI64, ValueKind.I64, ValueKind.F64);
        Convert(table, Opcode.I32TruncSatF32S, Opcode.I32TruncSatF32U, ValueKind.F32, ValueKind.I32);
        Convert(table, Opcode.I32TruncSatF64S, Opcode.I32TruncSatF64U, ValueKind.F64, ValueKind.I32);
        Convert(table, Opcode.I64TruncSatF32S, Opcode.I64TruncSatF32U, ValueKind.F32, ValueKind.I64);
        Convert(table, Opcode.I64TruncSatF64S, Opcode.I64TruncSatF64U, ValueKind.F64, ValueKind.I64);
    }
}
