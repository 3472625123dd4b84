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

    // b ^ ((a ^ b) & mask), where the mask is all ones or zero; with a zero among them one "and" is enough.
    private void SelectByMask(int first, ValueKind kind)
    {
        SpillAll();
        if (IsZero(first + 1))
        {
            Load(first);
            LoadMask(first + 2, kind, isInverted: false);
            _il.Emit(OpCodes.And);
        }
        else if (IsZero(first))
        {
            Load(first + 1);
            LoadMask(first + 2, kind, isInverted: true);
            _il.Emit(OpCodes.And);
        }
        else
        {
            Load(first);
            Load(first + 1);
            _il.Emit(OpCodes.Xor);
            LoadMask(first + 2, kind, isInverted: false);
            _il.Emit(OpCodes.And);
            Load(first + 1);
            _il.Emit(OpCodes.Xor);
        }

        Remove(3);
        Push(kind, depth: 4);
    }

    private bool IsZero(int height) => _operands[height] is { Place: OperandPlace.Constant, Bits: 0 };

    private void LoadMask(int height, ValueKind kind, bool isInverted)
    {
        Load(height);
        if (!_operands[height].IsBoolean)
        {
            _il.Emit(OpCodes.Ldc_I4_0);
            _il.Emit(isInverted ? OpCodes.Ceq : OpCodes.Cgt_Un);
            _il.Emit(OpCodes.Neg);
        }
        else if (isInverted)
        {
            _il.Emit(OpCodes.Ldc_I4_1);
            _il.Emit(OpCodes.Sub);
        }
        else
        {
            _il.Emit(OpCodes.Neg);
        }

        if (kind == ValueKind.I64)
            _il.Emit(OpCodes.Conv_I8);
    }

    private void SelectByBranch(int first, ValueKind kind)
    {
        for (var height = first; height < first + 2; height++)
        {
            if (_operands[height].IsArithmetic)
                MakeCanonicalAt(height);
        }

        SpillAll();
        var isChosen = _il.DefineLabel();
        var end = _il.DefineLabel();
        var isInPlace = _operands[first].Place == OperandPlace.Slot;
        Load(first + 2);
        _il.Emit(OpCodes.Brtrue, isInPlace ? end : isChosen);
        Load(first + 1);
        _il.Emit(OpCodes.Stloc, Slot(first, kind));
        if (!isInPlace)
        {
            _il.Emit(OpCodes.Br, end);
            _il.MarkLabel(isChosen);
            Load(first);
            _il.Emit(OpCodes.Stloc, Slot(first, kind));
        }

        _il.MarkLabel(end);
        Remove(3);
        PushSlot(kind);
    }
}
