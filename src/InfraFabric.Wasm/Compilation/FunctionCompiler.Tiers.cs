using System.Reflection.Emit;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Compilation;

/// <content>
/// Code that is compiled quickly counts its calls and the rounds of its loops. When it goes over to optimised code in a
/// loop, that code takes this one's place: locals and operands go through the meter's transfer, fuel through the meter,
/// and the stack that is left is what this code had.
/// </content>
internal sealed partial class FunctionCompiler
{
    private const int MaxQuickDivisions = 16;

    private LocalBuilder? _reentry;
    private Label _resumed;
    private (int Height, ValueKind Kind)[] _resumedOperands = [];

    private bool IsReentry => _version.Loop != 0;

    // Vectors are slow in quick code, and references do not go through the transfer.
    private bool MayBeQuick() =>
        _version.IsQuick && _code.Options.Code.QuickRounds > 0 && !IsDivided && !_outline.UsesVectors
        && !_outline.HasTryTables
        && _outline.Divisions <= MaxQuickDivisions
        && !Array.Exists(_locals, kind => kind == ValueKind.V128)
        && (!_outline.HasLoops
            || (!Array.Exists(_locals, IsReference) && _locals.Length <= Runtime.Meter.TransferPlaces / 2));

    private void CountCall()
    {
        if (!_isQuick)
            return;
        var stay = EmitCount(_code.Options.Code.RoundsPerCall);
        Il.Emit(OpCodes.Ldarg_0);
        Il.Emit(OpCodes.Ldarg_1);
        Il.Emit(OpCodes.Call, Members.Method(typeof(ModuleCode), nameof(ModuleCode.Count)));
        Il.MarkLabel(stay);
    }

    // Behind the loop's label, with nothing on the evaluation stack.
    private void CountRound()
    {
        if (!_isQuick || _locals.Length + _operands.Count > Runtime.Meter.TransferPlaces
            || _operands.Exists(operand => IsReference(operand.Kind)))
            return;

        _reentry ??= Il.DeclareLocal(typeof(nint));
        var stay = EmitCount(1);
        Il.Emit(OpCodes.Ldarg_0);
        Il.Emit(OpCodes.Ldarg_1);
        Il.Emit(OpCodes.Ldc_I4, _reader.Offset);
        Il.Emit(OpCodes.Call, Members.Method(typeof(ModuleCode), nameof(ModuleCode.Reenter)));
        Il.Emit(OpCodes.Stloc, _reentry);
        Il.Emit(OpCodes.Ldloc, _reentry);
        Il.Emit(OpCodes.Brfalse, stay);
        GoOver();
        Il.MarkLabel(stay);
    }

    private Label EmitCount(int rounds)
    {
        var stay = Il.DefineLabel();
        LoadCounter();
        LoadCounter();
        Il.Emit(OpCodes.Ldind_I4);
        Il.Emit(OpCodes.Ldc_I4, rounds);
        Il.Emit(OpCodes.Add);
        Il.Emit(OpCodes.Stind_I4);
        LoadCounter();
        Il.Emit(OpCodes.Ldind_I4);
        Il.Emit(OpCodes.Ldc_I4, _code.Options.Code.QuickRounds);
        Il.Emit(OpCodes.Blt, stay);
        return stay;
    }

    private void LoadCounter()
    {
        Il.Emit(OpCodes.Ldc_I8, _code.CounterOf(_function));
        Il.Emit(OpCodes.Conv_I);
    }

    private void GoOver()
    {
        GiveFuel();
        for (var local = 0; local < _locals.Length; local++)
        {
            LoadTransferPlace(local);
            LoadLocal(local);
            EmitIndirectStore(_locals[local]);
        }

        foreach (var (height, kind) in OperandsInSlots())
        {
            LoadTransferPlace(_locals.Length + height);
            Il.Emit(OpCodes.Ldloc, Slot(height, kind));
            EmitIndirectStore(kind);
        }

        Il.Emit(OpCodes.Ldarg_0);
        Il.Emit(OpCodes.Ldarg_1);
        Il.Emit(OpCodes.Ldloc, _reentry!);
        Il.Emit(OpCodes.Tailcall);
        Il.EmitCall(_type with { Parameters = [] });
        Il.Emit(OpCodes.Ret);
    }

    private (int Height, ValueKind Kind)[] OperandsInSlots() =>
        [.. _operands.Index().Where(item => item.Item.Place == OperandPlace.Slot)
            .Select(item => (item.Index, item.Item.Kind))];

    // The loop at which this version begins.
    private void NoteReentry(Label loop)
    {
        if (_reader.Offset != _version.Loop)
            return;
        _resumed = loop;
        _resumedOperands = OperandsInSlots();
    }

    private void EmitResumption()
    {
        for (var local = 0; local < _locals.Length; local++)
        {
            LoadTransferPlace(local);
            EmitIndirectLoad(_locals[local]);
            Il.Emit(OpCodes.Stloc, _piece.Variables[local]!);
        }

        foreach (var (height, kind) in _resumedOperands)
        {
            LoadTransferPlace(_locals.Length + height);
            EmitIndirectLoad(kind);
            Il.Emit(OpCodes.Stloc, Slot(height, kind));
        }

        Il.Emit(OpCodes.Br, _resumed);
    }

    private void LoadTransferPlace(int place)
    {
        Il.Emit(OpCodes.Ldloc, Meter);
        Il.Emit(OpCodes.Ldfld, Members.Transfer);
        AddOffset(place * 16L);
    }
}
