using System.Reflection.Emit;
using System.Runtime.Intrinsics;
using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Simd;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Compilation;

/// <content>SIMD: the accesses here, the operations as calls that the just-in-time compiler inlines.</content>
internal sealed partial class FunctionCompiler
{
    private void EmitVector(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.V128Const:
                LoadVector();
                Push(ValueKind.V128);
                break;
            case Opcode.I8x16Shuffle:
                MakeCanonical(2);
                Arrange(2);
                Remove(2);
                LoadVector();
                Il.Emit(OpCodes.Call, SimdMethods.Find(opcode)!);
                Push(ValueKind.V128);
                break;
            case Opcode.V128Store:
                StoreVector();
                break;
            case Opcode.V128Load:
                BeginAccess(16, operandsAbove: 0);
                EmitIndirectLoad(ValueKind.V128);
                Remove(1);
                Push(ValueKind.V128);
                break;
            case > Opcode.V128Load and < Opcode.V128Store or Opcode.V128Load32Zero or Opcode.V128Load64Zero:
                LoadWidened(opcode);
                break;
            case >= Opcode.V128Load8Lane and <= Opcode.V128Load64Lane:
                LoadLane(opcode);
                break;
            case >= Opcode.V128Store8Lane and <= Opcode.V128Store64Lane:
                StoreLane(opcode);
                break;
            default:
                ComputeVector(opcode);
                break;
        }
    }

    private void ComputeVector(Opcode opcode)
    {
        var method = SimdMethods.Find(opcode)!;
        var parameters = method.GetParameters();
        var hasLane = opcode is >= Opcode.I8x16ExtractLaneS and <= Opcode.F64x2ReplaceLane;
        var operands = parameters.Length - (hasLane ? 1 : 0);
        MakeCanonical(operands, VectorArithmetic.Accepts(opcode));
        var depth = 1;
        for (var i = 1; i <= operands; i++)
            depth = Math.Max(depth, _operands[^i].Depth + 1);
        Arrange(operands);
        Remove(operands);
        if (hasLane)
            Il.Emit(OpCodes.Ldc_I4, (int)_reader.Byte());
        Il.Emit(OpCodes.Call, method);
        Push(KindOf(method.ReturnType), depth, VectorArithmetic.Result(opcode));
    }

    // But not where the instruction takes any NaN in such lanes.
    private void MakeCanonical(int count, ValueKind? accepted)
    {
        for (var height = _operands.Count - count; height < _operands.Count; height++)
        {
            if (_operands[height] is { IsArithmetic: true } operand && (accepted is null || operand.Lanes != accepted))
                MakeCanonicalAt(height);
        }
    }

    private void Push(ValueKind kind, int depth, ValueKind? lanes)
    {
        Add(new Operand(OperandPlace.Stack, kind, Depth: depth) { IsArithmetic = lanes is not null, Lanes = lanes });
        if (depth > MaxDepth)
            Spill(_operands.Count - 1);
    }

    private static ValueKind KindOf(Type type) =>
        type == typeof(int) ? ValueKind.I32
        : type == typeof(long) ? ValueKind.I64
        : type == typeof(float) ? ValueKind.F32
        : type == typeof(double) ? ValueKind.F64
        : ValueKind.V128;

    private void LoadVector()
    {
        Il.Emit(OpCodes.Ldc_I8, _reader.F64Bits());
        Il.Emit(OpCodes.Ldc_I8, _reader.F64Bits());
        Il.Emit(OpCodes.Call, Create);
        Il.Emit(OpCodes.Call, AsByte);
    }

    private void StoreVector()
    {
        MakeCanonical(1);
        SpillTop(1);
        BeginAccess(16, operandsAbove: 1);
        Load(_operands.Count - 1);
        EmitIndirectStore(ValueKind.V128);
        Remove(2);
    }

    private void LoadWidened(Opcode opcode)
    {
        var (bytes, load, widen) = opcode switch
        {
            Opcode.V128Load8x8S => (8, OpCodes.Ldind_I8, Opcode.I16x8ExtendLowI8x16S),
            Opcode.V128Load8x8U => (8, OpCodes.Ldind_I8, Opcode.I16x8ExtendLowI8x16U),
            Opcode.V128Load16x4S => (8, OpCodes.Ldind_I8, Opcode.I32x4ExtendLowI16x8S),
            Opcode.V128Load16x4U => (8, OpCodes.Ldind_I8, Opcode.I32x4ExtendLowI16x8U),
            Opcode.V128Load32x2S => (8, OpCodes.Ldind_I8, Opcode.I64x2ExtendLowI32x4S),
            Opcode.V128Load32x2U => (8, OpCodes.Ldind_I8, Opcode.I64x2ExtendLowI32x4U),
            Opcode.V128Load8Splat => (1, OpCodes.Ldind_U1, Opcode.I8x16Splat),
            Opcode.V128Load16Splat => (2, OpCodes.Ldind_U2, Opcode.I16x8Splat),
            Opcode.V128Load32Splat => (4, OpCodes.Ldind_I4, Opcode.I32x4Splat),
            Opcode.V128Load64Splat => (8, OpCodes.Ldind_I8, Opcode.I64x2Splat),
            Opcode.V128Load32Zero => (4, OpCodes.Ldind_U4, Opcode.Nop),
            _ => (8, OpCodes.Ldind_I8, Opcode.Nop),
        };
        BeginAccess(bytes, operandsAbove: 0);
        Il.Emit(OpCodes.Unaligned, (byte)1);
        Il.Emit(load);
        Remove(1);
        if (widen is >= Opcode.I8x16Splat and <= Opcode.I64x2Splat)
        {
            Il.Emit(OpCodes.Call, SimdMethods.Find(widen)!);
        }
        else
        {
            if (bytes == 4)
                Il.Emit(OpCodes.Conv_U8);
            Il.Emit(OpCodes.Call, CreateScalar);
            Il.Emit(OpCodes.Call, AsByte);
            if (widen != Opcode.Nop)
                Il.Emit(OpCodes.Call, SimdMethods.Find(widen)!);
        }

        Push(ValueKind.V128);
    }

    private static (int Bytes, Opcode Extract, Opcode Replace) LaneOf(int width) => width switch
    {
        0 => (1, Opcode.I8x16ExtractLaneU, Opcode.I8x16ReplaceLane),
        1 => (2, Opcode.I16x8ExtractLaneU, Opcode.I16x8ReplaceLane),
        2 => (4, Opcode.I32x4ExtractLane, Opcode.I32x4ReplaceLane),
        _ => (8, Opcode.I64x2ExtractLane, Opcode.I64x2ReplaceLane),
    };

    private void LoadLane(Opcode opcode)
    {
        var (bytes, _, replace) = LaneOf(opcode - Opcode.V128Load8Lane);
        MakeCanonical(1);
        SpillTop(1);
        BeginAccess(bytes, operandsAbove: 1);
        Il.Emit(OpCodes.Unaligned, (byte)1);
        Il.Emit(bytes switch
        {
            1 => OpCodes.Ldind_U1,
            2 => OpCodes.Ldind_U2,
            4 => OpCodes.Ldind_I4,
            _ => OpCodes.Ldind_I8,
        });
        var lane = Il.DeclareLocal(bytes == 8 ? typeof(long) : typeof(int));
        Il.Emit(OpCodes.Stloc, lane);
        Load(_operands.Count - 1);
        Il.Emit(OpCodes.Ldloc, lane);
        Il.Emit(OpCodes.Ldc_I4, (int)_reader.Byte());
        Il.Emit(OpCodes.Call, SimdMethods.Find(replace)!);
        Remove(2);
        Push(ValueKind.V128);
    }

    private void StoreLane(Opcode opcode)
    {
        var (bytes, extract, _) = LaneOf(opcode - Opcode.V128Store8Lane);
        MakeCanonical(1);
        SpillTop(1);
        BeginAccess(bytes, operandsAbove: 1);
        Load(_operands.Count - 1);
        Il.Emit(OpCodes.Ldc_I4, (int)_reader.Byte());
        Il.Emit(OpCodes.Call, SimdMethods.Find(extract)!);
        Il.Emit(OpCodes.Unaligned, (byte)1);
        Il.Emit(bytes switch
        {
            1 => OpCodes.Stind_I1,
            2 => OpCodes.Stind_I2,
            4 => OpCodes.Stind_I4,
            _ => OpCodes.Stind_I8,
        });
        Remove(2);
    }

    private static readonly System.Reflection.MethodInfo Create =
        typeof(Vector128).GetMethod(nameof(Vector128.Create), [typeof(long), typeof(long)])!;

    private static readonly System.Reflection.MethodInfo CreateScalar =
        typeof(Vector128).GetMethod(nameof(Vector128.CreateScalar), [typeof(long)])!;

    private static readonly System.Reflection.MethodInfo AsByte =
        typeof(Vector128).GetMethod(nameof(Vector128.AsByte))!.MakeGenericMethod(typeof(long));
}
