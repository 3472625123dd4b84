using System.Reflection.Emit;
using InfraFabric.Wasm.Accesses;
using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Emission;
using InfraFabric.Wasm.Outlines;
using InfraFabric.Wasm.Runtime;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Compilation;

/// <content>Constants, comparisons, arithmetic and conversions.</content>
internal sealed partial class FunctionCompiler
{
    private void EmitNumeric(Opcode opcode)
    {
        if (EmitConstant(opcode) || EmitDivision(opcode) || EmitShift(opcode) || EmitReference(opcode))
            return;

        var operation = NumericOperations.Find(opcode);
        if (!FloatArithmetic.Accepts(opcode))
            MakeCanonical(operation.Operands);
        var depth = 1;
        for (var i = 1; i <= operation.Operands; i++)
            depth = Math.Max(depth, _operands[^i].Depth + 1);
        if (operation.MayTrap)
            GiveFuel();
        var sum = opcode == Opcode.I32Add ? AddressOf(_operands[^2], _operands[^1]) : default;
        var swapped = operation.Swapped is not null && IsOnlySecondOnStack();
        if (swapped)
            Load(_operands.Count - 2);
        else
            Arrange(operation.Operands);
        Remove(operation.Operands);
        (swapped ? operation.Swapped! : operation.Emit)(Il);
        Push(operation.Result, depth, FloatArithmetic.Is(opcode), operation.IsBoolean);
        _operands[^1] = Top with { Sum = sum };
    }

    private static Sum AddressOf(Operand first, Operand second) =>
        second.Place == OperandPlace.Constant ? first.Sum.Plus((uint)second.Bits)
        : first.Place == OperandPlace.Constant ? second.Sum.Plus((uint)first.Bits)
        : default;

    private bool IsOnlySecondOnStack() =>
        _operands[^1].Place == OperandPlace.Stack && _operands[^2].Place != OperandPlace.Stack;

    private bool EmitConstant(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.I32Const:
                PushConstant(ValueKind.I32, _reader.I32());
                return true;
            case Opcode.I64Const:
                PushConstant(ValueKind.I64, _reader.I64());
                return true;
            case Opcode.F32Const:
                PushConstant(ValueKind.F32, _reader.F32Bits());
                return true;
            case Opcode.F64Const:
                PushConstant(ValueKind.F64, _reader.F64Bits());
                return true;
            default:
                return false;
        }
    }

    private bool EmitReference(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.RefNull:
                PushConstant((ValueKind)_reader.Byte(), 0);
                return true;
            case Opcode.RefIsNull:
                Pop();
                Il.Emit(OpCodes.Ldnull);
                Il.Emit(OpCodes.Ceq);
                Push(ValueKind.I32);
                return true;
            case Opcode.RefFunc:
                Il.Emit(OpCodes.Ldarg_0);
                Il.Emit(OpCodes.Ldc_I4, _reader.Index());
                Il.Emit(OpCodes.Call, Members.Method(typeof(Instance), nameof(Instance.FunctionAt)));
                Push(ValueKind.FuncRef);
                return true;
            default:
                return false;
        }
    }

    // Counts are taken modulo the width, which the just-in-time compiler knows the machine does.
    private bool EmitShift(Opcode opcode)
    {
        var operation = opcode switch
        {
            Opcode.I32Shl or Opcode.I64Shl => OpCodes.Shl,
            Opcode.I32ShrS or Opcode.I64ShrS => OpCodes.Shr,
            Opcode.I32ShrU or Opcode.I64ShrU => OpCodes.Shr_Un,
            _ => OpCodes.Nop,
        };
        if (operation == OpCodes.Nop)
            return false;

        var kind = Top.Kind;
        var mask = kind == ValueKind.I32 ? 31 : 63;
        var depth = Math.Max(_operands[^1].Depth, _operands[^2].Depth) + 1;
        if (Top.Place == OperandPlace.Constant)
        {
            var count = (int)(Top.Bits & mask);
            Remove(1);
            Pop();
            Il.Emit(OpCodes.Ldc_I4, count);
        }
        else
        {
            Arrange(2);
            Remove(2);
            if (kind == ValueKind.I64)
                Il.Emit(OpCodes.Conv_I4);
            Il.Emit(OpCodes.Ldc_I4, mask);
            Il.Emit(OpCodes.And);
        }

        Il.Emit(operation);
        Push(kind, depth);
        return true;
    }

    private bool EmitDivision(Opcode opcode)
    {
        if (opcode is not (>= Opcode.I32DivS and <= Opcode.I32RemU or >= Opcode.I64DivS and <= Opcode.I64RemU))
            return false;

        var kind = Top.Kind;
        var isSigned = opcode is Opcode.I32DivS or Opcode.I32RemS or Opcode.I64DivS or Opcode.I64RemS;
        var isRemainder = opcode is >= Opcode.I32RemS and <= Opcode.I32RemU or >= Opcode.I64RemS and <= Opcode.I64RemU;
        var operation = (isRemainder, isSigned) switch
        {
            (false, true) => OpCodes.Div,
            (false, false) => OpCodes.Div_Un,
            (true, true) => OpCodes.Rem,
            _ => OpCodes.Rem_Un,
        };
        var isKnown = Top.Place == OperandPlace.Constant && Top.Bits != 0 && (!isSigned || Top.Bits != -1);
        if (isKnown)
        {
            var depth = _operands[^2].Depth + 1;
            Arrange(2);
            Remove(2);
            Il.Emit(operation);
            Push(kind, depth);
            return true;
        }

        SpillAll();
        CheckDivisor();
        if (isSigned && isRemainder)
            EmitSignedRemainder(kind);
        else
            EmitCheckedDivision(kind, operation, isSigned);
        return true;
    }

    private void CheckDivisor()
    {
        Load(_operands.Count - 1);
        Il.Emit(OpCodes.Brfalse, Trap(nameof(Traps.IntegerDivideByZero)));
    }

    private void EmitCheckedDivision(ValueKind kind, OpCode operation, bool isSigned)
    {
        var first = _operands.Count - 2;
        if (isSigned)
        {
            var fits = Il.DefineLabel();
            Load(first + 1);
            LoadConstant(kind, -1);
            Il.Emit(OpCodes.Bne_Un, fits);
            Load(first);
            LoadConstant(kind, kind == ValueKind.I32 ? int.MinValue : long.MinValue);
            Il.Emit(OpCodes.Beq, Trap(nameof(Traps.IntegerOverflow)));
            Il.MarkLabel(fits);
        }

        Load(first);
        Load(first + 1);
        Remove(2);
        Il.Emit(operation);
        Push(kind);
    }

    // The remainder of a division by -1 is 0, also where the quotient does not fit.
    private void EmitSignedRemainder(ValueKind kind)
    {
        var first = _operands.Count - 2;
        var isMinusOne = Il.DefineLabel();
        var end = Il.DefineLabel();
        Load(first + 1);
        LoadConstant(kind, -1);
        Il.Emit(OpCodes.Beq, isMinusOne);
        Load(first);
        Load(first + 1);
        Il.Emit(OpCodes.Rem);
        Il.Emit(OpCodes.Stloc, Slot(first, kind));
        Il.Emit(OpCodes.Br, end);
        Il.MarkLabel(isMinusOne);
        LoadConstant(kind, 0);
        Il.Emit(OpCodes.Stloc, Slot(first, kind));
        Il.MarkLabel(end);
        Remove(2);
        PushSlot(kind);
    }
}
