using System.Numerics;
using System.Reflection.Emit;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Compilation;

/// <content>
/// <c>select</c>: of integers without a branch, because compilers choose it where a branch would be predicted badly.
/// </content>
internal sealed partial class FunctionCompiler
{
    private void Select()
    {
        var first = _operands.Count - 3;
        if (_operands[first].Kind is ValueKind.I32 or ValueKind.I64)
            SelectByMask(first, _operands[first].Kind);
        else
            SelectByBranch(first, _operands[first].Kind);
    }

    // By arithmetic with a mask that is all ones where one of the two is taken, and else zero. Where the condition is
    // 0 or 1, its negative is that mask.
    private void SelectByMask(int first, ValueKind kind)
    {
        SpillAll();
        var isBoolean = _operands[first + 2].IsBoolean;
        if (isBoolean && _operands[first].Place == OperandPlace.Constant
            && _operands[first + 1].Place == OperandPlace.Constant)
        {
            SelectConstant(first, kind);
        }
        else if (IsZero(first))
        {
            Load(first + 1);
            LoadMaskOfZero(first + 2, kind);
            Il.Emit(OpCodes.And);
        }
        else
        {
            // The one that is not masked, and the difference.
            var other = isBoolean ? first + 1 : first;
            if (!IsZero(other))
                Load(other);
            Load(first);
            if (!IsZero(other))
            {
                Load(first + 1);
                Il.Emit(OpCodes.Xor);
            }

            if (isBoolean)
                LoadMaskOfOne(first + 2, kind);
            else
                LoadMaskOfZero(first + 2, kind);
            Il.Emit(OpCodes.And);
            if (!IsZero(other))
                Il.Emit(OpCodes.Xor);
        }

        Remove(3);
        Push(kind, depth: 4);
    }

    private bool IsZero(int height) => _operands[height] is { Place: OperandPlace.Constant, Bits: 0 };

    // The second constant, and what the first is more: by a shift where that is a power of two.
    private void SelectConstant(int first, ValueKind kind)
    {
        var more = _operands[first].Bits - _operands[first + 1].Bits;
        if (kind == ValueKind.I32)
            more = (int)more;
        if (more > 0 && BitOperations.IsPow2(more))
        {
            Load(first + 2);
            if (kind == ValueKind.I64)
                Il.Emit(OpCodes.Conv_U8);
            Il.Emit(OpCodes.Ldc_I4, BitOperations.Log2((ulong)more));
            Il.Emit(OpCodes.Shl);
        }
        else
        {
            LoadMaskOfOne(first + 2, kind);
            LoadConstant(kind, more);
            Il.Emit(OpCodes.And);
        }

        LoadConstant(kind, _operands[first + 1].Bits);
        Il.Emit(OpCodes.Add);
    }

    private void LoadMaskOfOne(int height, ValueKind kind)
    {
        Load(height);
        if (kind == ValueKind.I64)
            Il.Emit(OpCodes.Conv_U8);
        Il.Emit(OpCodes.Neg);
    }

    // By subtraction: the just-in-time compiler would turn a comparison back into a branch.
    private void LoadMaskOfZero(int height, ValueKind kind)
    {
        Load(height);
        Il.Emit(OpCodes.Conv_U8);
        Il.Emit(OpCodes.Ldc_I4_1);
        Il.Emit(OpCodes.Conv_I8);
        Il.Emit(OpCodes.Sub);
        Il.Emit(OpCodes.Ldc_I4, 63);
        Il.Emit(OpCodes.Shr);
        if (kind == ValueKind.I32)
            Il.Emit(OpCodes.Conv_I4);
    }

    private void SelectByBranch(int first, ValueKind kind)
    {
        var isArithmetic = IsCanonicalAtWill(first) && IsCanonicalAtWill(first + 1);
        for (var height = first; height < first + 2 && !isArithmetic; height++)
        {
            if (_operands[height].IsArithmetic)
                MakeCanonicalAt(height);
        }

        SpillAll();
        var isChosen = Il.DefineLabel();
        var end = Il.DefineLabel();
        var isInPlace = _operands[first].Place == OperandPlace.Slot;
        Load(first + 2);
        Il.Emit(OpCodes.Brtrue, isInPlace ? end : isChosen);
        Load(first + 1);
        Il.Emit(OpCodes.Stloc, Slot(first, kind));
        if (!isInPlace)
        {
            Il.Emit(OpCodes.Br, end);
            Il.MarkLabel(isChosen);
            Load(first);
            Il.Emit(OpCodes.Stloc, Slot(first, kind));
        }

        Il.MarkLabel(end);
        Remove(3);
        PushSlot(kind);
        _operands[^1] = Top with { IsArithmetic = isArithmetic };
    }

    // A float that arithmetic left open, or a constant that is a number.
    private bool IsCanonicalAtWill(int height) => _operands[height] switch
    {
        { Kind: ValueKind.F32 or ValueKind.F64, IsArithmetic: true } => true,
        { Place: OperandPlace.Constant, Kind: ValueKind.F32, Bits: var bits } =>
            !float.IsNaN(BitConverter.Int32BitsToSingle((int)bits)),
        { Place: OperandPlace.Constant, Kind: ValueKind.F64, Bits: var bits } =>
            !double.IsNaN(BitConverter.Int64BitsToDouble(bits)),
        _ => false,
    };
}
