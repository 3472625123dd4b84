using System.Reflection.Emit;
using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Runtime;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Compilation;

/// <content>
/// Calls. A callee gets its context, then the stack that is left with its own index added, then its parameters. The
/// code of the module's own functions is behind fixed slots, which lead to the compiler until the function is compiled.
/// </content>
internal sealed partial class FunctionCompiler
{
    private LocalBuilder Callee => _piece.Callee;

    private bool EmitCall(Opcode opcode)
    {
        if (TryDelay(opcode))
            return true;
        switch (opcode)
        {
            case Opcode.Call:
                Call(_reader.Index());
                return true;
            case Opcode.CallIndirect:
                CallIndirect(_reader.Index(), _reader.Index());
                return true;
            case Opcode.ReturnCall:
                Call(_reader.Index(), isTail: true);
                return true;
            case Opcode.ReturnCallIndirect:
                CallIndirect(_reader.Index(), _reader.Index(), isTail: true);
                return true;
            default:
                return false;
        }
    }

    private void Call(int function, bool isTail = false)
    {
        var type = _module.TypeOf(function);
        if (function < _module.ImportedFunctions)
        {
            PrepareArguments(type);
            Il.Emit(OpCodes.Ldarg_0);
            Il.Emit(OpCodes.Ldfld, Members.ImportedFunctions);
            Il.Emit(OpCodes.Ldc_I4, function);
            Il.Emit(OpCodes.Ldelem_Ref);
            Il.Emit(OpCodes.Stloc, Callee);
            NoteCaller();
            CallCallee(type, isTail);
            return;
        }

        PrepareArguments(type);
        if (_isQuick)
        {
            LoadSlot(function);
            Il.Emit(OpCodes.Stloc, _piece.Code);
        }

        Il.Emit(OpCodes.Ldarg_0);
        LoadStack(isTail);
        Il.Emit(OpCodes.Ldc_I8, (long)function);
        Il.Emit(OpCodes.Add);
        LoadArguments(type);
        if (_isQuick)
            Il.Emit(OpCodes.Ldloc, _piece.Code);
        else
            LoadSlot(function);
        FinishCall(type, isTail);
    }

    private void CallIndirect(int typeIndex, int table, bool isTail = false)
    {
        var type = _module.Types[typeIndex];
        MakeCanonicalBelow(type.Parameters.Length);
        Pop();
        Il.Emit(OpCodes.Stloc, _piece.Index);
        PrepareArguments(type);

        LoadTable(table);
        Il.Emit(OpCodes.Ldfld, Members.Elements);
        Il.Emit(OpCodes.Stloc, _piece.Elements);
        Il.Emit(OpCodes.Ldloc, _piece.Index);
        Il.Emit(OpCodes.Ldloc, _piece.Elements);
        Il.Emit(OpCodes.Ldlen);
        Il.Emit(OpCodes.Conv_I4);
        Il.Emit(OpCodes.Bge_Un, Trap(nameof(Traps.UndefinedElement)));
        Il.Emit(OpCodes.Ldloc, _piece.Elements);
        Il.Emit(OpCodes.Ldloc, _piece.Index);
        Il.Emit(OpCodes.Ldelem_Ref);
        Il.Emit(OpCodes.Stloc, Callee);
        Il.Emit(OpCodes.Ldloc, Callee);
        Il.Emit(OpCodes.Brfalse, Trap(nameof(Traps.UninitializedElement)));
        Il.Emit(OpCodes.Ldloc, Callee);
        Il.Emit(OpCodes.Ldfld, Members.SignatureId);
        Il.Emit(OpCodes.Ldc_I4, _code.SignatureOf(typeIndex).Id);
        Il.Emit(OpCodes.Bne_Un, Trap(nameof(Traps.IndirectCallTypeMismatch)));
        NoteCaller();
        CallCallee(type, isTail);
    }

    // The index of an indirect call stands above the arguments.
    private void MakeCanonicalBelow(int count)
    {
        for (var height = _operands.Count - 1 - count; height < _operands.Count - 1; height++)
        {
            if (_operands[height].IsArithmetic)
                MakeCanonicalAt(height);
        }
    }

    // The arguments leave the evaluation stack, because the context and the stack that is left come before them.
    private void PrepareArguments(FunctionType type)
    {
        MakeCanonical(type.Parameters.Length);
        SpillAll();
        GiveFuel();
    }

    private void LoadArguments(FunctionType type)
    {
        var first = _operands.Count - type.Parameters.Length;
        for (var height = first; height < _operands.Count; height++)
            Load(height);
        Remove(type.Parameters.Length);
    }

    /// <summary>A function of another instance or of the host may ask who calls.</summary>
    private void NoteCaller()
    {
        Il.Emit(OpCodes.Ldloc, Meter);
        Il.Emit(OpCodes.Ldarg_0);
        Il.Emit(OpCodes.Ldfld, Members.Number);
        Il.Emit(OpCodes.Stfld, Members.Calling);
    }

    private void CallCallee(FunctionType type, bool isTail)
    {
        if (_isQuick)
        {
            LoadOf(Members.Context);
            Il.Emit(OpCodes.Stloc, _piece.Context);
            LoadCalleeStack(isTail);
            Il.Emit(OpCodes.Stloc, _piece.CalleeStack);
            LoadOf(Members.Code);
            Il.Emit(OpCodes.Stloc, _piece.Code);
            Il.Emit(OpCodes.Ldloc, _piece.Context);
            Il.Emit(OpCodes.Ldloc, _piece.CalleeStack);
            LoadArguments(type);
            Il.Emit(OpCodes.Ldloc, _piece.Code);
        }
        else
        {
            LoadOf(Members.Context);
            LoadCalleeStack(isTail);
            LoadArguments(type);
            LoadOf(Members.Code);
        }

        FinishCall(type, isTail);
    }

    private void LoadOf(System.Reflection.FieldInfo field)
    {
        Il.Emit(OpCodes.Ldloc, Callee);
        Il.Emit(OpCodes.Ldfld, field);
    }

    private void LoadCalleeStack(bool isTail)
    {
        LoadStack(isTail);
        LoadOf(Members.Link);
        Il.Emit(OpCodes.Add);
    }

    private void LoadSlot(int function)
    {
        Il.Emit(OpCodes.Ldc_I8, _code.SlotOf(function));
        Il.Emit(OpCodes.Conv_I);
        Il.Emit(OpCodes.Ldind_I);
    }

    // Where this function's frame is gone, the callee has what this function had.
    private void LoadStack(bool isTail)
    {
        if (!isTail)
        {
            Il.Emit(OpCodes.Ldloc, _piece.Stack!);
            return;
        }

        Il.Emit(OpCodes.Ldarg_1);
        Il.Emit(OpCodes.Ldc_I8, (long)_function);
        Il.Emit(OpCodes.Sub);
    }

    private void FinishCall(FunctionType type, bool isTail)
    {
        if (isTail)
        {
            Il.Emit(OpCodes.Tailcall);
            Il.EmitCall(type);
            Il.Emit(OpCodes.Ret);
            _isUnreachable = true;
            return;
        }

        Il.EmitCall(type);

        // A call right before a return would be made a jump, and its caller would be missing in traces.
        if (type.Results.Length == 0)
            Il.Emit(OpCodes.Nop);
        TakeFuel();
        if (type.Results.Length > 0)
            Push(type.Results[0]);
        if (type.Results.Length > 1)
            SpillAll();
        for (var i = 1; i < type.Results.Length; i++)
        {
            LoadResult(i, type.Results[i]);
            Add(new Operand(OperandPlace.Stack, type.Results[i]));
            SpillAll();
        }
    }

    private void LoadResult(int index, ValueKind kind)
    {
        if (kind.IsReference())
        {
            LoadResultReferences(index);
            Il.Emit(OpCodes.Ldelem_Ref);
            return;
        }

        LoadResultPlace(index);
        EmitIndirectLoad(kind);
    }

    private void StoreResult(int index)
    {
        var kind = _type.Results[index];
        if (kind.IsReference())
        {
            LoadResultReferences(index);
            Il.Emit(OpCodes.Ldloc, Slot(index, kind));
            Il.Emit(OpCodes.Stelem_Ref);
            return;
        }

        LoadResultPlace(index);
        Il.Emit(OpCodes.Ldloc, Slot(index, kind));
        EmitIndirectStore(kind);
    }

    private void LoadResultReferences(int index)
    {
        Il.Emit(OpCodes.Ldarg_0);
        Il.Emit(OpCodes.Ldfld, Members.InstanceStore);
        Il.Emit(OpCodes.Ldfld, Members.ResultReferences);
        Il.Emit(OpCodes.Ldc_I4, index);
    }

    private void LoadResultPlace(int index)
    {
        Il.Emit(OpCodes.Ldloc, Meter);
        Il.Emit(OpCodes.Ldfld, Members.Results);
        AddOffset(index * 16L);
    }

    private void LoadTable(int table)
    {
        Il.Emit(OpCodes.Ldarg_0);
        if (table == 0)
        {
            Il.Emit(OpCodes.Ldfld, Members.FirstTable);
            return;
        }

        Il.Emit(OpCodes.Ldfld, Members.Tables);
        Il.Emit(OpCodes.Ldc_I4, table);
        Il.Emit(OpCodes.Ldelem_Ref);
    }
}
