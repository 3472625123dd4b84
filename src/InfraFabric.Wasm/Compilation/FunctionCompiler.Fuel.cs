using System.Reflection.Emit;
using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Runtime;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Compilation;

/// <content>
/// Fuel, stack and interruption. A function with loops keeps fuel in a variable, and writes it to the store's meter
/// around calls and where it ends; one without works on the meter itself, so that a call passes nothing on.
/// </content>
internal sealed partial class FunctionCompiler
{
    private const int FixedFrameBytes = 64;

    private readonly Dictionary<string, Label> _traps = [];
    private readonly Label _entry;
    private readonly Label _body;
    private LocalBuilder? _meter;
    private LocalBuilder? _fuel;
    private LocalBuilder? _left;
    private LocalBuilder? _stack;
    private LocalBuilder? _base;
    private bool _keepsFuel;
    private int _block;

    private LocalBuilder Meter => _meter ??= _il.DeclareLocal(typeof(nint));

    private LocalBuilder Fuel => _fuel ??= _il.DeclareLocal(typeof(long));

    // The just-in-time compiler sees the lifetimes of this one apart from those of the fuel that is kept.
    private LocalBuilder FuelLeft => _left ??= _il.DeclareLocal(typeof(long));

    private void EmitEntry()
    {
        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Ldfld, Members.Meter);
        _il.Emit(OpCodes.Stloc, Meter);
        if (_outline.UsesMemory)
        {
            _base = _il.DeclareLocal(typeof(nint));
            _il.Emit(OpCodes.Ldarg_0);
            _il.Emit(OpCodes.Ldfld, Members.MemoryBase);
            _il.Emit(OpCodes.Stloc, _base);
        }

        var end = _il.DefineLabel();
        _frames.Add(new ControlFrame
        {
            Opcode = Opcode.Block,
            Type = _type,
            Height = 0,
            Target = end,
            IsFunction = true,
        });
        _keepsFuel = _isMetered && _outline.HasLoops;
        TakeFuel();
        Charge(_outline.Costs[0], isChecked: true);
        EmitStack();
    }

    private void BeginBlock(Opcode opcode)
    {
        if (opcode is Opcode.Loop or Opcode.Else or Opcode.End)
            _checked.Clear();
        _block++;
        if (!_isUnreachable)
            Charge(_outline.Costs[_block], _checksFuel);
        _checksFuel = false;
    }

    private bool _checksFuel;

    // The stack that is left comes with the call, and the function's index below it. What it calls gets what is left
    // without this function's frame, whose size is known when all is emitted. Small functions that call nothing live in
    // the reserve.
    private void EmitStack()
    {
        if (_outline.HasCalls)
            _stack = _il.DeclareLocal(typeof(long));
        _il.Emit(OpCodes.Br, _entry);
        _il.MarkLabel(_body);
    }

    private void EmitStackCheck()
    {
        _il.MarkLabel(_entry);
        var frame = FrameBytes();
        if (_outline.HasCalls || frame > StackGuard.LeafBytes)
        {
            _il.Emit(OpCodes.Ldarg_1);
            _il.Emit(OpCodes.Ldc_I8, (frame << 32) + _function);
            _il.Emit(OpCodes.Sub);
            if (_stack is not null)
            {
                _il.Emit(OpCodes.Stloc, _stack);
                _il.Emit(OpCodes.Ldloc, _stack);
            }

            _il.Emit(OpCodes.Ldc_I4_0);
            _il.Emit(OpCodes.Conv_I8);
            _il.Emit(OpCodes.Blt, Trap(nameof(Traps.CallStackExhausted)));
        }

        if (_outline.HasCalls)
            CheckInterruption();
        _il.Emit(OpCodes.Br, _body);
    }

    // Every local and every operand could need a place, whatever the just-in-time compiler makes of them.
    private long FrameBytes()
    {
        long bytes = FixedFrameBytes;
        foreach (var kind in _locals)
            bytes += kind == ValueKind.V128 ? 16 : 8;
        return bytes + _maxOperands * (_usesVectors ? 16 : 8);
    }

    private void CheckInterruption()
    {
        _il.Emit(OpCodes.Ldloc, Meter);
        _il.Emit(OpCodes.Volatile);
        _il.Emit(OpCodes.Ldfld, Members.Interrupted);
        _il.Emit(OpCodes.Brtrue, Trap(nameof(Traps.Interrupted)));
    }

    private void Charge(int cost, bool isChecked)
    {
        if (!_isMetered || (cost == 0 && !isChecked))
            return;

        var fuel = _keepsFuel ? Fuel : FuelLeft;
        if (!_keepsFuel)
        {
            _il.Emit(OpCodes.Ldloc, Meter);
            _il.Emit(OpCodes.Ldfld, Members.Fuel);
        }
        else
        {
            _il.Emit(OpCodes.Ldloc, fuel);
        }

        _il.Emit(OpCodes.Ldc_I4, cost);
        _il.Emit(OpCodes.Conv_I8);
        _il.Emit(OpCodes.Sub);
        _il.Emit(OpCodes.Stloc, fuel);
        if (!_keepsFuel)
            WriteFuel(fuel);
        if (isChecked)
        {
            _il.Emit(OpCodes.Ldloc, fuel);
            _il.Emit(OpCodes.Ldc_I4_0);
            _il.Emit(OpCodes.Conv_I8);
            _il.Emit(OpCodes.Blt, Trap(nameof(Traps.OutOfFuel)));
        }
    }

    private void TakeFuel()
    {
        if (!_keepsFuel)
            return;
        _il.Emit(OpCodes.Ldloc, Meter);
        _il.Emit(OpCodes.Ldfld, Members.Fuel);
        _il.Emit(OpCodes.Stloc, Fuel);
    }

    /// <summary>Writes fuel back where it is kept: something may look at it.</summary>
    private void GiveFuel()
    {
        if (_keepsFuel)
            WriteFuel(Fuel);
    }

    private void WriteFuel(LocalBuilder fuel)
    {
        _il.Emit(OpCodes.Ldloc, Meter);
        _il.Emit(OpCodes.Ldloc, fuel);
        _il.Emit(OpCodes.Stfld, Members.Fuel);
    }

    /// <summary>The label of a trap, to be reached with an empty evaluation stack.</summary>
    private Label Trap(string trap)
    {
        if (!_traps.TryGetValue(trap, out var label))
            _traps[trap] = label = _il.DefineLabel();
        return label;
    }

    private void EmitTraps()
    {
        foreach (var (trap, label) in _traps)
        {
            _il.MarkLabel(label);
            GiveFuel();
            _il.Emit(OpCodes.Call, Members.Method(typeof(Traps), trap));
            _il.Emit(OpCodes.Throw);
        }
    }
}
