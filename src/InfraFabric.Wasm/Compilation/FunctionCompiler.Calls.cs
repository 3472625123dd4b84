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
    private LocalBuilder? _callee;
    private LocalBuilder? _elements;
    private LocalBuilder? _index;

    private LocalBuilder Callee => _callee ??= _il.DeclareLocal(typeof(Function));

    private bool EmitCall(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.Call:
                Call(_reader.Index());
                return true;
            case Opcode.CallIndirect:
                CallIndirect(_reader.Index(), _reader.Index());
                return true;
            case Opcode.ReturnCall:
                Call(_reader.Index());
                Return();
                return true;
            case Opcode.ReturnCallIndirect:
                CallIndirect(_reader.Index(), _reader.Index());
                Return();
                return true;
            default:
                return false;
        }
    }

    private void Return()
    {
        Branch(_frames.Count - 1);
        _isUnreachable = true;
    }

    private void Call(int function)
    {
        var type = _module.TypeOf(function);
        if (function < _module.ImportedFunctions)
        {
            PrepareArguments(type);
            _il.Emit(OpCodes.Ldarg_0);
            _il.Emit(OpCodes.Ldfld, Members.ImportedFunctions);
            _il.Emit(OpCodes.Ldc_I4, function);
            _il.Emit(OpCodes.Ldelem_Ref);
            _il.Emit(OpCodes.Stloc, Callee);
            NoteCaller();
            CallCallee(type);
            return;
        }

        PrepareArguments(type);
        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Ldloc, _stack!);
        _il.Emit(OpCodes.Ldc_I8, (long)function);
        _il.Emit(OpCodes.Add);
        LoadArguments(type);
        _il.Emit(OpCodes.Ldc_I8, _code.SlotOf(function));
        _il.Emit(OpCodes.Conv_I);
        _il.Emit(OpCodes.Ldind_I);
        FinishCall(type);
    }

    private void CallIndirect(int typeIndex, int table)
    {
        var type = _module.Types[typeIndex];
        _index ??= _il.DeclareLocal(typeof(int));
        _elements ??= _il.DeclareLocal(typeof(object[]));
        MakeCanonicalBelow(type.Parameters.Length);
        Pop();
        _il.Emit(OpCodes.Stloc, _index);
        PrepareArguments(type);

        LoadTable(table);
        _il.Emit(OpCodes.Ldfld, Members.Elements);
        _il.Emit(OpCodes.Stloc, _elements);
        _il.Emit(OpCodes.Ldloc, _index);
        _il.Emit(OpCodes.Ldloc, _elements);
        _il.Emit(OpCodes.Ldlen);
        _il.Emit(OpCodes.Conv_I4);
        _il.Emit(OpCodes.Bge_Un, Trap(nameof(Traps.UndefinedElement)));
        _il.Emit(OpCodes.Ldloc, _elements);
        _il.Emit(OpCodes.Ldloc, _index);
        _il.Emit(OpCodes.Ldelem_Ref);
        _il.Emit(OpCodes.Stloc, Callee);
        _il.Emit(OpCodes.Ldloc, Callee);
        _il.Emit(OpCodes.Brfalse, Trap(nameof(Traps.UninitializedElement)));
        _il.Emit(OpCodes.Ldloc, Callee);
        _il.Emit(OpCodes.Ldfld, Members.SignatureId);
        _il.Emit(OpCodes.Ldc_I4, _code.SignatureOf(typeIndex).Id);
        _il.Emit(OpCodes.Bne_Un, Trap(nameof(Traps.IndirectCallTypeMismatch)));
        NoteCaller();
        CallCallee(type);
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
        _il.Emit(OpCodes.Ldloc, Meter);
        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Ldfld, Members.Number);
        _il.Emit(OpCodes.Stfld, Members.Calling);
    }

    private void CallCallee(FunctionType type)
    {
        _il.Emit(OpCodes.Ldloc, Callee);
        _il.Emit(OpCodes.Ldfld, Members.Context);
        _il.Emit(OpCodes.Ldloc, _stack!);
        _il.Emit(OpCodes.Ldloc, Callee);
        _il.Emit(OpCodes.Ldfld, Members.Link);
        _il.Emit(OpCodes.Add);
        LoadArguments(type);
        _il.Emit(OpCodes.Ldloc, Callee);
        _il.Emit(OpCodes.Ldfld, Members.Code);
        FinishCall(type);
    }

    private void FinishCall(FunctionType type)
    {
        Members.EmitCall(_il, type);

        // A call right before a return would be made a jump, and its caller would be missing in traces.
        if (type.Results.Length == 0)
            _il.Emit(OpCodes.Nop);
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
        if (kind is ValueKind.FuncRef or ValueKind.ExternRef)
        {
            LoadResultReferences(index);
            _il.Emit(OpCodes.Ldelem_Ref);
            return;
        }

        LoadResultPlace(index);
        EmitIndirectLoad(kind);
    }

    private void StoreResult(int index)
    {
        var kind = _type.Results[index];
        if (kind is ValueKind.FuncRef or ValueKind.ExternRef)
        {
            LoadResultReferences(index);
            _il.Emit(OpCodes.Ldloc, Slot(index, kind));
            _il.Emit(OpCodes.Stelem_Ref);
            return;
        }

        LoadResultPlace(index);
        _il.Emit(OpCodes.Ldloc, Slot(index, kind));
        EmitIndirectStore(kind);
    }

    private void LoadResultReferences(int index)
    {
        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Ldfld, Members.InstanceStore);
        _il.Emit(OpCodes.Ldfld, Members.ResultReferences);
        _il.Emit(OpCodes.Ldc_I4, index);
    }

    private void LoadResultPlace(int index)
    {
        _il.Emit(OpCodes.Ldloc, Meter);
        _il.Emit(OpCodes.Ldfld, Members.Results);
        AddOffset(index * 16L);
    }

    private void LoadTable(int table)
    {
        _il.Emit(OpCodes.Ldarg_0);
        if (table == 0)
        {
            _il.Emit(OpCodes.Ldfld, Members.FirstTable);
            return;
        }

        _il.Emit(OpCodes.Ldfld, Members.Tables);
        _il.Emit(OpCodes.Ldc_I4, table);
        _il.Emit(OpCodes.Ldelem_Ref);
    }
}
