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
    private const int ManyInstructions = 700;
    private const int MaxPartInstructions = 2_000;

    private int _block;
    private bool _checksFuel;

    private LocalBuilder Meter => _piece.Meter;

    private LocalBuilder Fuel => _piece.Fuel;

    private void EmitEntry()
    {
        EmitPlaces();
        var end = Il.DefineLabel();
        _frames.Add(new ControlFrame
        {
            Opcode = Opcode.Block,
            Type = _type,
            Height = 0,
            Target = end,
            IsFunction = true,
        });
        _piece.KeepsFuel = _isMetered && _outline.HasLoops && !IsDivided;
        TakeFuel();
        EmitFrame();
        BeginBody();
        CountCall();
        Charge(_outline.Costs[0], isChecked: true);
    }

    // Where the meter is, and where memory begins.
    private void EmitPlaces()
    {
        Il.Emit(OpCodes.Ldarg_0);
        Il.Emit(OpCodes.Ldfld, Members.Meter);
        Il.Emit(OpCodes.Stloc, Meter);
        if (!_outline.UsesMemory)
            return;
        _piece.Base ??= Il.DeclareLocal(typeof(nint));
        Il.Emit(OpCodes.Ldarg_0);
        Il.Emit(OpCodes.Ldfld, Members.MemoryBase);
        Il.Emit(OpCodes.Stloc, _piece.Base);
    }

    private void BeginBlock(Opcode opcode)
    {
        if (opcode is Opcode.Loop or Opcode.Else or Opcode.End)
            _checked.Forget();
        _block++;
        if (!_isUnreachable)
            Charge(_outline.Costs[_block], _checksFuel);
        if (opcode == Opcode.Loop && !_isUnreachable)
            BeginRounds(Frame(0));
        _checksFuel = false;
    }

    // Code that is run often checks at the end of a round: then the branch back is the check's own.
    private void BeginRounds(ControlFrame loop)
    {
        if (_isQuick || _code.Options.Metering == Metering.Quanta)
            return;
        loop.Cost = _outline.Costs[_block];
        loop.Rounds = Il.DefineLabel();
        Il.MarkLabel(loop.Rounds.Value);
    }

    // With nothing on the evaluation stack.
    private void GoTo(ControlFrame frame)
    {
        if (frame.Rounds is not { } rounds)
        {
            Il.Emit(OpCodes.Br, frame.Target);
            return;
        }

        if (_isMetered)
        {
            Il.Emit(OpCodes.Ldloc, TakeCost(frame.Cost));
            LoadLeastFuel();
            Il.Emit(OpCodes.Bge, rounds);
            Il.Emit(OpCodes.Br, Trap(nameof(Traps.Stopped)));
        }
        else
        {
            LoadLeastFuel();
            Il.Emit(OpCodes.Brfalse, rounds);
            Il.Emit(OpCodes.Br, Trap(nameof(Traps.Interrupted)));
        }
    }

    // The stack that is left comes with the call, and the function's index below it. What it calls gets what is left
    // without this function's frame, whose size is known when all is emitted. Small functions that call nothing live in
    // the reserve.
    private void BeginBody()
    {
        if (Calls)
            _piece.Stack = Il.DeclareLocal(typeof(long));
        Il.Emit(OpCodes.Br, _piece.Entry);
        Il.MarkLabel(_piece.Body);
    }

    private bool Calls => _outline.HasCalls || IsDivided;

    private void EmitStackCheck()
    {
        Il.MarkLabel(_piece.Entry);
        LoadPartLocals();
        EmitPauseFrame();
        var frame = FrameBytes();
        if (Calls || frame > StackGuard.LeafBytes)
        {
            Il.Emit(OpCodes.Ldarg_1);
            Il.Emit(OpCodes.Ldc_I8, (frame << 32) + (_piece.IsPart ? 0 : _function));
            Il.Emit(OpCodes.Sub);
            if (_piece.Stack is not null)
            {
                Il.Emit(OpCodes.Stloc, _piece.Stack);
                Il.Emit(OpCodes.Ldloc, _piece.Stack);
            }

            Il.Emit(OpCodes.Ldc_I8, 0L);
            Il.Emit(OpCodes.Blt, Trap(nameof(Traps.CallStackExhausted)));
        }

        if (Calls)
            CheckInterruption();
        if (IsReentry)
            EmitResumption();
        else
            Il.Emit(OpCodes.Br, _piece.Body);
    }

    // Every local and every operand could need a place, whatever the just-in-time compiler makes of them.
    private long FrameBytes()
    {
        long bytes = FixedFrameBytes + (IsDivided && !_piece.IsPart ? FrameMemoryBytes : 0);
        foreach (var kind in _locals)
            bytes += kind == ValueKind.V128 ? 16 : 8;
        if (KeepsVariables)
            bytes += PauseFrameBytes;

        // The just-in-time compiler follows a thousand variables and temporaries; it puts the others on the stack.
        if (_outline.Instructions > ManyInstructions)
            bytes += Math.Min(_outline.Instructions, IsDivided ? MaxPartInstructions : int.MaxValue) / 2;
        return bytes + _maxOperands * (_usesVectors ? 16 : 8);
    }

    // Metered code sees it where it looks at its fuel.
    private void CheckInterruption()
    {
        if (_isMetered)
            return;
        LoadLeastFuel();
        Il.Emit(OpCodes.Brtrue, Trap(nameof(Traps.Interrupted)));
    }

    private void LoadLeastFuel()
    {
        Il.Emit(OpCodes.Ldloc, Meter);
        Il.Emit(OpCodes.Volatile);
        Il.Emit(OpCodes.Ldfld, Members.LeastFuel);
    }

    private void Charge(int cost, bool isChecked)
    {
        if (!_isMetered || (cost == 0 && !isChecked))
            return;
        var left = TakeCost(cost);
        if (!isChecked)
            return;
        Il.Emit(OpCodes.Ldloc, left);
        if (_block == 0 && !Calls)
            Il.Emit(OpCodes.Ldc_I8, 0L);
        else
            LoadLeastFuel();
        if (_code.Options.Metering == Metering.Quanta)
            EmitPause();
        else
            Il.Emit(OpCodes.Blt, Trap(nameof(Traps.Stopped)));
    }

    // Gives the variable of what is left.
    private LocalBuilder TakeCost(int cost)
    {
        var fuel = _piece.KeepsFuel ? Fuel : _piece.FuelLeft;
        if (!_piece.KeepsFuel)
        {
            Il.Emit(OpCodes.Ldloc, Meter);
            Il.Emit(OpCodes.Ldind_I8);
        }
        else
        {
            Il.Emit(OpCodes.Ldloc, fuel);
        }

        Il.Emit(OpCodes.Ldc_I8, (long)cost);
        Il.Emit(OpCodes.Sub);
        Il.Emit(OpCodes.Stloc, fuel);
        if (!_piece.KeepsFuel)
            WriteFuel(fuel);
        return fuel;
    }

    private void TakeFuel()
    {
        if (!_piece.KeepsFuel)
            return;
        Il.Emit(OpCodes.Ldloc, Meter);
        Il.Emit(OpCodes.Ldind_I8);
        Il.Emit(OpCodes.Stloc, Fuel);
    }

    /// <summary>Writes fuel back where it is kept: something may look at it.</summary>
    private void GiveFuel()
    {
        if (_piece.KeepsFuel)
            WriteFuel(Fuel);
    }

    private void WriteFuel(LocalBuilder fuel)
    {
        Il.Emit(OpCodes.Ldloc, Meter);
        Il.Emit(OpCodes.Ldloc, fuel);
        Il.Emit(OpCodes.Stind_I8);
    }

    /// <summary>The label of a trap, to be reached with an empty evaluation stack.</summary>
    private Label Trap(string trap)
    {
        if (!TrapLabels.TryGetValue(trap, out var label))
            TrapLabels[trap] = label = Il.DefineLabel();
        return label;
    }

    private void EmitTraps()
    {
        foreach (var (trap, label) in TrapLabels)
        {
            Il.MarkLabel(label);
            GiveFuel();
            if (trap == nameof(Traps.Stopped))
                Il.Emit(OpCodes.Ldloc, Meter);
            Il.Emit(OpCodes.Call, Members.Method(typeof(Traps), trap));
            Il.Emit(OpCodes.Throw);
        }
    }
}
