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

    // a ^ ((a ^ b) & mask), where the mask is all ones when the condition is zero, and else zero.
    private void SelectByMask(int first, ValueKind kind)
    {
        SpillAll();
        if (IsZero(first))
        {
            Load(first + 1);
            LoadMaskOfZero(first + 2, kind);
            Il.Emit(OpCodes.And);
        }
        else
        {
            Load(first);
            Load(first);
            Load(first + 1);
            Il.Emit(OpCodes.Xor);
            LoadMaskOfZero(first + 2, kind);
            Il.Emit(OpCodes.And);
            Il.Emit(OpCodes.Xor);
        }

        Remove(3);
        Push(kind, depth: 4);
    }

    private bool IsZero(int height) => _operands[height] is { Place: OperandPlace.Constant, Bits: 0 };

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
        for (var height = first; height < first + 2; height++)
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
    }
}
