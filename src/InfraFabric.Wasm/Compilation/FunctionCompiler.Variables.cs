using System.Reflection.Emit;
using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Compilation;

/// <content>Locals, globals, and what only moves operands.</content>
internal sealed partial class FunctionCompiler
{
    private bool EmitVariable(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.LocalGet:
                PushLocal(_reader.Index());
                return true;
            case Opcode.LocalSet:
                SetLocal(_reader.Index());
                Remove(1);
                return true;
            case Opcode.LocalTee:
                TeeLocal(_reader.Index());
                return true;
            case Opcode.GlobalGet:
                GetGlobal(_reader.Index());
                return true;
            case Opcode.GlobalSet:
                SetGlobal(_reader.Index());
                return true;
            case Opcode.Drop:
                if (Top.Place == OperandPlace.Stack)
                    Il.Emit(OpCodes.Pop);
                Remove(1);
                return true;
            case Opcode.Select:
                Select();
                return true;
            case Opcode.SelectTyped:
                _reader.SkipImmediates(opcode);
                Select();
                return true;
            default:
                return false;
        }
    }

    private void PushLocal(int local) =>
        Add(new Operand(OperandPlace.Local, _locals[local], local)
        {
            IsArithmetic = IsLazy(local),
            Lanes = _outline.Lanes[local],
            Sum = _locals[local] == ValueKind.I32 ? _checked.Of(local) : default,
        });

    private bool IsLazy(int local) => _outline.IsArithmetic[local]
        && (_locals[local] is ValueKind.F32 or ValueKind.F64 || _outline.Lanes[local] is not null);

    private void LoadLocal(int local)
    {
        if (VariableOf(local) is { } variable)
            Il.Emit(OpCodes.Ldloc, variable);
        else if (!IsDivided)
            Il.Emit(OpCodes.Ldarg, (short)(local + 2));
        else
            LoadFromFrame(local, _locals[local]);
    }

    private void StoreLocal(int local)
    {
        _piece.IsWritten[local] = true;
        if (VariableOf(local) is { } variable)
            Il.Emit(OpCodes.Stloc, variable);
        else if (!IsDivided)
            Il.Emit(OpCodes.Starg, (short)(local + 2));
        else
            StoreToFrame(local, _locals[local]);
    }

    // A part of a divided function has variables for the locals that it uses.
    private LocalBuilder? VariableOf(int local)
    {
        if (_piece.IsPart)
            _piece.Variables[local] ??= Il.DeclareLocal(Members.TypeOf(_locals[local]));
        return _piece.Variables[local];
    }

    // The operand stays, as the local's value.
    private void SetLocal(int local)
    {
        if (!IsLazy(local))
            MakeCanonical(1);
        var operand = Top;
        if (operand.Place == OperandPlace.Local && operand.Bits == local)
            return;

        Arrange(1);
        Remove(1);
        DetachLocal(local);
        StoreLocal(local);
        _checked.Set(local, operand.Sum);
        PushLocal(local);
    }

    private void TeeLocal(int local) => SetLocal(local);

    private void GetGlobal(int index)
    {
        var kind = _module.Globals[index].Kind;
        LoadGlobalPlace(index, kind);
        if (kind.IsReference())
            Il.Emit(OpCodes.Ldfld, Members.Reference);
        else
            EmitIndirectLoad(kind);
        Push(kind);
    }

    private void SetGlobal(int index)
    {
        var kind = _module.Globals[index].Kind;
        MakeCanonical(1);
        SpillTop(1);
        LoadGlobalPlace(index, kind);
        Pop();
        if (kind.IsReference())
            Il.Emit(OpCodes.Stfld, Members.Reference);
        else
            EmitIndirectStore(kind);
    }

    private void LoadGlobalPlace(int index, ValueKind kind)
    {
        Il.Emit(OpCodes.Ldarg_0);
        if (kind.IsReference())
        {
            Il.Emit(OpCodes.Ldfld, Members.ReferenceGlobals);
            Il.Emit(OpCodes.Ldc_I4, index);
            Il.Emit(OpCodes.Ldelem_Ref);
        }
        else if (index < _module.ImportedGlobals)
        {
            Il.Emit(OpCodes.Ldfld, Members.ImportedGlobals);
            AddOffset(index * 8L);
            Il.Emit(OpCodes.Ldind_I);
        }
        else
        {
            Il.Emit(OpCodes.Ldfld, Members.Globals);
            AddOffset((index - _module.ImportedGlobals) * 16L);
        }
    }

    private void AddOffset(long offset)
    {
        if (offset == 0)
            return;
        if (offset == (int)offset)
        {
            Il.Emit(OpCodes.Ldc_I4, (int)offset);
        }
        else
        {
            Il.Emit(OpCodes.Ldc_I8, offset);
            Il.Emit(OpCodes.Conv_I);
        }

        Il.Emit(OpCodes.Add);
    }

    private void EmitIndirectLoad(ValueKind kind)
    {
        switch (kind)
        {
            case ValueKind.I32:
                Il.Emit(OpCodes.Ldind_I4);
                break;
            case ValueKind.I64:
                Il.Emit(OpCodes.Ldind_I8);
                break;
            case ValueKind.F32:
                Il.Emit(OpCodes.Ldind_R4);
                break;
            case ValueKind.F64:
                Il.Emit(OpCodes.Ldind_R8);
                break;
            default:
                Il.Emit(OpCodes.Unaligned, (byte)1);
                Il.Emit(OpCodes.Ldobj, Members.TypeOf(kind));
                break;
        }
    }

    private void EmitIndirectStore(ValueKind kind)
    {
        switch (kind)
        {
            case ValueKind.I32:
                Il.Emit(OpCodes.Stind_I4);
                break;
            case ValueKind.I64:
                Il.Emit(OpCodes.Stind_I8);
                break;
            case ValueKind.F32:
                Il.Emit(OpCodes.Stind_R4);
                break;
            case ValueKind.F64:
                Il.Emit(OpCodes.Stind_R8);
                break;
            default:
                Il.Emit(OpCodes.Unaligned, (byte)1);
                Il.Emit(OpCodes.Stobj, Members.TypeOf(kind));
                break;
        }
    }
}
