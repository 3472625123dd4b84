using System.Diagnostics;
using System.Reflection.Emit;
using InfraFabric.Wasm.Runtime;
using InfraFabric.Wasm.Simd;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Compilation;

/// <content>The operand stack while code is emitted.</content>
internal sealed partial class FunctionCompiler
{
    private readonly List<Operand> _operands = [];

    private int _maxOperands;
    private bool _usesVectors;

    private Operand Top => _operands[^1];

    // What stands on the evaluation stack now is the new operand.
    private void Push(ValueKind kind, int depth = 1, bool isArithmetic = false, bool isBoolean = false)
    {
        Add(new Operand(OperandPlace.Stack, kind, Depth: depth) { IsArithmetic = isArithmetic, IsBoolean = isBoolean });
        if (depth > MaxDepth)
            Spill(_operands.Count - 1);
    }

    private void PushConstant(ValueKind kind, long bits) =>
        Add(new Operand(OperandPlace.Constant, kind, bits));

    private void PushSlot(ValueKind kind) => Add(new Operand(OperandPlace.Slot, kind));

    private void Add(Operand operand)
    {
        _operands.Add(operand);
        _maxOperands = Math.Max(_maxOperands, _operands.Count);
        _usesVectors |= operand.Kind == ValueKind.V128;
    }

    private void Remove(int count) => _operands.RemoveRange(_operands.Count - count, count);

    private LocalBuilder Slot(int height, ValueKind kind)
    {
        var key = (height << 8) | (byte)kind;
        if (!_piece.Slots.TryGetValue(key, out var slot))
            _piece.Slots[key] = slot = Il.DeclareLocal(Members.TypeOf(kind));
        return slot;
    }

    // The operand must be the uppermost of those on the evaluation stack.
    private void Spill(int height)
    {
        var operand = _operands[height];
        Debug.Assert(operand.Place == OperandPlace.Stack, "Only what is on the evaluation stack is spilled.");
        Il.Emit(OpCodes.Stloc, Slot(height, operand.Kind));
        _operands[height] = operand with { Place = OperandPlace.Slot, Depth = 1 };
    }

    /// <summary>Empties the evaluation stack.</summary>
    private void SpillAll()
    {
        for (var height = _operands.Count - 1; height >= 0; height--)
        {
            if (_operands[height].Place == OperandPlace.Stack)
                Spill(height);
        }
    }

    /// <summary>
    /// Empties the evaluation stack and takes copies of locals, so that what is pending holds on any way through the
    /// blocks that follow.
    /// </summary>
    private void Settle(int count)
    {
        SpillAll();
        for (var height = 0; height < count; height++)
        {
            if (_operands[height].Place == OperandPlace.Local)
                Copy(height);
        }
    }

    // A copy of a local, or a constant, into the operand's own variable.
    private void Copy(int height)
    {
        var operand = _operands[height];
        Load(height);
        Il.Emit(OpCodes.Stloc, Slot(height, operand.Kind));
        _operands[height] = operand with { Place = OperandPlace.Slot, Bits = 0, Depth = 1 };
    }

    /// <summary>Copies what is pending of a local before the local changes.</summary>
    private void DetachLocal(int local)
    {
        for (var height = 0; height < _operands.Count; height++)
        {
            if (_operands[height].Place == OperandPlace.Local && _operands[height].Bits == local)
                Copy(height);
        }
    }

    /// <summary>Loads an operand that is not on the evaluation stack.</summary>
    private void Load(int height)
    {
        var operand = _operands[height];
        switch (operand.Place)
        {
            case OperandPlace.Slot:
                Il.Emit(OpCodes.Ldloc, Slot(height, operand.Kind));
                break;
            case OperandPlace.Local:
                LoadLocal((int)operand.Bits);
                break;
            default:
                LoadConstant(operand.Kind, operand.Bits);
                break;
        }
    }

    /// <summary>Brings the uppermost operands to the evaluation stack, in order.</summary>
    private void Arrange(int count)
    {
        var first = _operands.Count - count;
        var onStack = 0;
        while (onStack < count && _operands[first + onStack].Place == OperandPlace.Stack)
            onStack++;
        var isInOrder = true;
        for (var i = onStack; i < count; i++)
            isInOrder &= _operands[first + i].Place != OperandPlace.Stack;

        if (!isInOrder)
        {
            SpillTop(count);
            onStack = 0;
        }

        for (var i = onStack; i < count; i++)
            Load(first + i);
    }

    /// <summary>Takes the uppermost operands off the evaluation stack.</summary>
    private void SpillTop(int count)
    {
        for (var height = _operands.Count - 1; height >= _operands.Count - count; height--)
        {
            if (_operands[height].Place == OperandPlace.Stack)
                Spill(height);
        }
    }

    /// <summary>Brings the uppermost operand to the evaluation stack and forgets it.</summary>
    private void Pop()
    {
        Arrange(1);
        Remove(1);
    }

    /// <summary>Makes a NaN in the uppermost operands canonical where arithmetic left it open.</summary>
    private void MakeCanonical(int count)
    {
        for (var height = _operands.Count - count; height < _operands.Count; height++)
        {
            if (_operands[height].IsArithmetic)
                MakeCanonicalAt(height);
        }
    }

    private void MakeCanonicalAt(int height)
    {
        SpillAll();
        if (_operands[height].Place != OperandPlace.Slot)
            Copy(height);
        var operand = _operands[height];
        if (operand.Lanes is { } lanes)
            EmitCanonicalVector(Slot(height, operand.Kind), lanes);
        else
            EmitCanonical(Slot(height, operand.Kind), operand.Kind);
        _operands[height] = operand with { IsArithmetic = false };
    }

    // A branch around an assignment: nothing waits for the comparison. A number is at least itself: one jump, where
    // "equal" would take two.
    private void EmitCanonical(LocalBuilder variable, ValueKind kind)
    {
        var isNumber = Il.DefineLabel();
        Il.Emit(OpCodes.Ldloc, variable);
        Il.Emit(OpCodes.Ldloc, variable);
        Il.Emit(OpCodes.Bge, isNumber);
        if (kind == ValueKind.F32)
            LoadConstant(ValueKind.F32, 0x7FC00000);
        else
            LoadConstant(ValueKind.F64, 0x7FF8000000000000);
        Il.Emit(OpCodes.Stloc, variable);
        Il.MarkLabel(isNumber);
    }

    private void EmitCanonicalVector(LocalBuilder variable, ValueKind lanes)
    {
        Il.Emit(OpCodes.Ldloc, variable);
        Il.Emit(OpCodes.Call, VectorArithmetic.Canonical(lanes));
        Il.Emit(OpCodes.Stloc, variable);
    }

    private void LoadConstant(ValueKind kind, long bits)
    {
        switch (kind)
        {
            case ValueKind.I32:
                Il.Emit(OpCodes.Ldc_I4, (int)bits);
                break;
            case ValueKind.I64:
                Il.Emit(OpCodes.Ldc_I8, bits);
                break;
            case ValueKind.F32 when !float.IsNaN(BitConverter.Int32BitsToSingle((int)bits)):
                Il.Emit(OpCodes.Ldc_R4, BitConverter.Int32BitsToSingle((int)bits));
                break;
            case ValueKind.F32:
                // The just-in-time compiler keeps constants as doubles, which would lose a NaN's bits.
                Il.Emit(OpCodes.Ldc_I4, (int)bits);
                Il.Emit(OpCodes.Call, Members.Method(typeof(Numeric), nameof(Numeric.F32Const)));
                break;
            case ValueKind.F64:
                Il.Emit(OpCodes.Ldc_R8, BitConverter.Int64BitsToDouble(bits));
                break;
            default:
                Il.Emit(OpCodes.Ldnull);
                break;
        }
    }
}
