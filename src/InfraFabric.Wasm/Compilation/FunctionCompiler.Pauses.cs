using System.Reflection.Emit;
using InfraFabric.Wasm.Runtime;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Compilation;

/// <content>
/// Waiting for the next quantum of fuel. A call in a loop, however rarely it is made, would keep the just-in-time
/// compiler from holding floats in registers there. So all variables are written to the stack before the call and read
/// after it: nothing lives in a register across it. </content>
internal sealed partial class FunctionCompiler
{
    private bool KeepsVariables =>
        _keepsVariablesInRegions || _piece.Pauses.Exists(pause => pause.Operands is not null);

    private int PauseFrameBytes => (_locals.Length + _maxOperands) * 16;

    // What is compared is on the evaluation stack: the fuel, and what code must have.
    private void EmitPause()
    {
        var operands = _block == 0 ? null : _operands.Index()
            .Where(item => item.Item.Place == OperandPlace.Slot && !IsReference(item.Item.Kind))
            .Select(item => (item.Index, item.Item.Kind)).ToArray();
        var pause = new Pause(Il.DefineLabel(), Il.DefineLabel(), operands);
        Il.Emit(OpCodes.Blt, pause.Empty);
        Il.MarkLabel(pause.Back);
        Pauses.Add(pause);
    }

    private void EmitPauseFrame()
    {
        if (!KeepsVariables)
            return;
        Il.Emit(OpCodes.Ldc_I4, PauseFrameBytes);
        Il.Emit(OpCodes.Conv_U);
        Il.Emit(OpCodes.Localloc);
        Il.Emit(OpCodes.Stloc, _piece.PauseFrame);
    }

    private void EmitPauses()
    {
        foreach (var pause in Pauses)
        {
            Il.MarkLabel(pause.Empty);
            GiveFuel();
            EachVariable(pause, isKept: true);
            Il.Emit(OpCodes.Ldarg_0);
            Il.Emit(OpCodes.Call, Members.Method(typeof(Bulk), nameof(Bulk.NextQuantum)));
            EmitPlaces();
            TakeFuel();
            EachVariable(pause, isKept: false);
            Il.Emit(OpCodes.Br, pause.Back);
        }
    }

    private void EachVariable(Pause pause, bool isKept)
    {
        if (pause.Operands is null)
            return;
        for (var local = 0; local < _locals.Length; local++)
        {
            if (IsReference(_locals[local]))
                continue;
            if (_piece.Variables[local] is { } variable)
                Keep(local, _locals[local], variable, isKept);
            else if (!IsDivided && local < _type.Parameters.Length)
                KeepParameter(local, isKept);
        }

        foreach (var (height, kind) in pause.Operands)
            Keep(_locals.Length + height, kind, Slot(height, kind), isKept);
    }

    private void Keep(int place, ValueKind kind, LocalBuilder variable, bool isKept)
    {
        LoadPausePlace(place);
        if (isKept)
        {
            Il.Emit(OpCodes.Ldloc, variable);
            EmitIndirectStore(kind);
        }
        else
        {
            EmitIndirectLoad(kind);
            Il.Emit(OpCodes.Stloc, variable);
        }
    }

    private void KeepParameter(int parameter, bool isKept)
    {
        LoadPausePlace(parameter);
        if (isKept)
        {
            Il.Emit(OpCodes.Ldarg, (short)(parameter + 2));
            EmitIndirectStore(_locals[parameter]);
        }
        else
        {
            EmitIndirectLoad(_locals[parameter]);
            Il.Emit(OpCodes.Starg, (short)(parameter + 2));
        }
    }

    private void LoadPausePlace(int place)
    {
        Il.Emit(OpCodes.Ldloc, _piece.PauseFrame);
        AddOffset(place * 16L);
    }
}
