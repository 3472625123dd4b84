using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Binary;

/// <summary>The instructions on vectors.</summary>
internal static partial class Instructions
{
    private static void AddVectorMemory(Instruction[] table)
    {
        Load(table, Opcode.V128Load, Opcode.V128Load, ValueKind.V128, 4);
        Load(table, Opcode.V128Load8x8S, Opcode.V128Load32x2U, ValueKind.V128, 3);
        Load(table, Opcode.V128Load8Splat, Opcode.V128Load8Splat, ValueKind.V128, 0);
        Load(table, Opcode.V128Load16Splat, Opcode.V128Load16Splat, ValueKind.V128, 1);
        Load(table, Opcode.V128Load32Splat, Opcode.V128Load32Splat, ValueKind.V128, 2);
        Load(table, Opcode.V128Load64Splat, Opcode.V128Load64Splat, ValueKind.V128, 3);
        Load(table, Opcode.V128Load32Zero, Opcode.V128Load32Zero, ValueKind.V128, 2);
        Load(table, Opcode.V128Load64Zero, Opcode.V128Load64Zero, ValueKind.V128, 3);
        Store(table, Opcode.V128Store, ValueKind.V128, 4);
        LaneLoad(table, Opcode.V128Load8Lane, 0);
        LaneLoad(table, Opcode.V128Load16Lane, 1);
        LaneLoad(table, Opcode.V128Load32Lane, 2);
        LaneLoad(table, Opcode.V128Load64Lane, 3);
        LaneStore(table, Opcode.V128Store8Lane, 0);
        LaneStore(table, Opcode.V128Store16Lane, 1);
        LaneStore(table, Opcode.V128Store32Lane, 2);
        LaneStore(table, Opcode.V128Store64Lane, 3);
    }

    private static void AddVectorLanes(Instruction[] table)
    {
        Constant(table, Opcode.V128Const, ValueKind.V128, Immediate.V128);
        Add(table, Opcode.I8x16Shuffle, Opcode.I8x16Shuffle,
            Plain(ValueKind.V128, ValueKind.V128, result: ValueKind.V128, immediate: Immediate.Lanes));
        Binary(table, Opcode.I8x16Swizzle, Opcode.I8x16Swizzle, ValueKind.V128);
        Convert(table, Opcode.I8x16Splat, Opcode.I32x4Splat, ValueKind.I32, ValueKind.V128);
        Convert(table, Opcode.I64x2Splat, Opcode.I64x2Splat, ValueKind.I64, ValueKind.V128);
        Convert(table, Opcode.F32x4Splat, Opcode.F32x4Splat, ValueKind.F32, ValueKind.V128);
        Convert(table, Opcode.F64x2Splat, Opcode.F64x2Splat, ValueKind.F64, ValueKind.V128);
        Lanes(table, Opcode.I8x16ExtractLaneS, Opcode.I8x16ReplaceLane, ValueKind.I32, 16);
        Lanes(table, Opcode.I16x8ExtractLaneS, Opcode.I16x8ReplaceLane, ValueKind.I32, 8);
        Lanes(table, Opcode.I32x4ExtractLane, Opcode.I32x4ReplaceLane, ValueKind.I32, 4);
        Lanes(table, Opcode.I64x2ExtractLane, Opcode.I64x2ReplaceLane, ValueKind.I64, 2);
        Lanes(table, Opcode.F32x4ExtractLane, Opcode.F32x4ReplaceLane, ValueKind.F32, 4);
        Lanes(table, Opcode.F64x2ExtractLane, Opcode.F64x2ReplaceLane, ValueKind.F64, 2);
        Binary(table, Opcode.I8x16Eq, Opcode.F64x2Ge, ValueKind.V128);
        Unary(table, Opcode.V128Not, Opcode.V128Not, ValueKind.V128);
        Binary(table, Opcode.V128And, Opcode.V128Xor, ValueKind.V128);
        Add(table, Opcode.V128Bitselect, Opcode.V128Bitselect,
            Plain(ValueKind.V128, ValueKind.V128, ValueKind.V128, result: ValueKind.V128));
        Test(table, Opcode.V128AnyTrue, Opcode.V128AnyTrue, ValueKind.V128);
    }

    private static void AddVectorIntegers(Instruction[] table)
    {
        Unary(table, Opcode.I8x16Abs, Opcode.I8x16Popcnt, ValueKind.V128);
        Test(table, Opcode.I8x16AllTrue, Opcode.I8x16Bitmask, ValueKind.V128);
        Binary(table, Opcode.I8x16NarrowI16x8S, Opcode.I8x16NarrowI16x8U, ValueKind.V128);
        Shift(table, Opcode.I8x16Shl, Opcode.I8x16ShrU);
        Binary(table, Opcode.I8x16Add, Opcode.I8x16SubSatU, ValueKind.V128);
        Binary(table, Opcode.I8x16MinS, Opcode.I8x16MaxU, ValueKind.V128);
        Binary(table, Opcode.I8x16AvgrU, Opcode.I8x16AvgrU, ValueKind.V128);

        Unary(table, Opcode.I16x8ExtaddPairwiseI8x16S, Opcode.I16x8Neg, ValueKind.V128);
        Binary(table, Opcode.I16x8Q15mulrSatS, Opcode.I16x8Q15mulrSatS, ValueKind.V128);
        Test(table, Opcode.I16x8AllTrue, Opcode.I16x8Bitmask, ValueKind.V128);
        Binary(table, Opcode.I16x8NarrowI32x4S, Opcode.I16x8NarrowI32x4U, ValueKind.V128);
        Unary(table, Opcode.I16x8ExtendLowI8x16S, Opcode.I16x8ExtendHighI8x16U, ValueKind.V128);
        Shift(table, Opcode.I16x8Shl, Opcode.I16x8ShrU);
        Binary(table, Opcode.I16x8Add, Opcode.I16x8SubSatU, ValueKind.V128);
        Binary(table, Opcode.I16x8Mul, Opcode.I16x8MaxU, ValueKind.V128);
        Binary(table, Opcode.I16x8AvgrU, Opcode.I16x8ExtmulHighI8x16U, ValueKind.V128);

        Unary(table, Opcode.I32x4Abs, Opcode.I32x4Neg, ValueKind.V128);
        Test(table, Opcode.I32x4AllTrue, Opcode.I32x4Bitmask, ValueKind.V128);
        Unary(table, Opcode.I32x4ExtendLowI16x8S, Opcode.I32x4ExtendHighI16x8U, ValueKind.V128);
        Shift(table, Opcode.I32x4Shl, Opcode.I32x4ShrU);
        Binary(table, Opcode.I32x4Add, Opcode.I32x4Add, ValueKind.V128);
        Binary(table, Opcode.I32x4Sub, Opcode.I32x4Sub, ValueKind.V128);
        Binary(table, Opcode.I32x4Mul, Opcode.I32x4DotI16x8S, ValueKind.V128);
        Binary(table, Opcode.I32x4ExtmulLowI16x8S, Opcode.I32x4ExtmulHighI16x8U, ValueKind.V128);

        Unary(table, Opcode.I64x2Abs, Opcode.I64x2Neg, ValueKind.V128);
        Test(table, Opcode.I64x2AllTrue, Opcode.I64x2Bitmask, ValueKind.V128);
        Unary(table, Opcode.I64x2ExtendLowI32x4S, Opcode.I64x2ExtendHighI32x4U, ValueKind.V128);
        Shift(table, Opcode.I64x2Shl, Opcode.I64x2ShrU);
        Binary(table, Opcode.I64x2Add, Opcode.I64x2Add, ValueKind.V128);
        Binary(table, Opcode.I64x2Sub, Opcode.I64x2Sub, ValueKind.V128);
        Binary(table, Opcode.I64x2Mul, Opcode.I64x2ExtmulHighI32x4U, ValueKind.V128);
    }

    private static void AddVectorFloats(Instruction[] table)
    {
        Unary(table, Opcode.F32x4DemoteF64x2Zero, Opcode.F64x2PromoteLowF32x4, ValueKind.V128);
        Unary(table, Opcode.F32x4Ceil, Opcode.F32x4Nearest, ValueKind.V128);
        Unary(table, Opcode.F64x2Ceil, Opcode.F64x2Floor, ValueKind.V128);
        Unary(table, Opcode.F64x2Trunc, Opcode.F64x2Trunc, ValueKind.V128);
        Unary(table, Opcode.F64x2Nearest, Opcode.F64x2Nearest, ValueKind.V128);
        Unary(table, Opcode.F32x4Abs, Opcode.F32x4Neg, ValueKind.V128);
        Unary(table, Opcode.F32x4Sqrt, Opcode.F32x4Sqrt, ValueKind.V128);
        Binary(table, Opcode.F32x4Add, Opcode.F32x4Pmax, ValueKind.V128);
        Unary(table, Opcode.F64x2Abs, Opcode.F64x2Neg, ValueKind.V128);
        Unary(table, Opcode.F64x2Sqrt, Opcode.F64x2Sqrt, ValueKind.V128);
        Binary(table, Opcode.F64x2Add, Opcode.F64x2Pmax, ValueKind.V128);
        Unary(table, Opcode.I32x4TruncSatF32x4S, Opcode.F64x2ConvertLowI32x4U, ValueKind.V128);
    }

    private static void Shift(Instruction[] table, Opcode first, Opcode last) =>
        Add(table, first, last, Plain(ValueKind.V128, ValueKind.I32, result: ValueKind.V128));

    /// <summary>Extract lane, once or twice, then replace lane.</summary>
    private static void Lanes(Instruction[] table, Opcode extract, Opcode replace, ValueKind kind, int lanes)
    {
        Add(table, extract, replace - 1,
            Plain(ValueKind.V128, result: kind, immediate: Immediate.Lane, lanes: lanes));
        Add(table, replace, replace,
            Plain(ValueKind.V128, kind, result: ValueKind.V128, immediate: Immediate.Lane, lanes: lanes));
    }

    private static void LaneLoad(Instruction[] table, Opcode opcode, int size) =>
        Add(table, opcode, opcode, Plain(ValueKind.I32, ValueKind.V128, result: ValueKind.V128,
            immediate: Immediate.AccessAndLane, alignment: size, lanes: 16 >> size));

    private static void LaneStore(Instruction[] table, Opcode opcode, int size) =>
        Add(table, opcode, opcode, Plain(ValueKind.I32, ValueKind.V128,
            immediate: Immediate.AccessAndLane, alignment: size, lanes: 16 >> size));
}
