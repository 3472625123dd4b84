using System.Collections.Immutable;
using System.Reflection.Emit;
using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Runtime;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Compilation;

/// <content>Blocks and branches.</content>
internal sealed partial class FunctionCompiler
{
    private readonly List<ControlFrame> _frames = [];
    private bool _isUnreachable;
    private int _skipped;

    private bool EmitControl(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.Unreachable:
                SpillAll();
                Il.Emit(OpCodes.Br, Trap(nameof(Traps.Unreachable)));
                _isUnreachable = true;
                return true;
            case Opcode.Nop:
                return true;
            case Opcode.Block:
                BeginBlockFrame();
                return true;
            case Opcode.Loop:
                BeginLoop();
                return true;
            case Opcode.If:
                BeginIf();
                return true;
            case Opcode.Else:
                BeginElse(Frame(0));
                return true;
            case Opcode.End:
                EndFrame();
                return true;
            case Opcode.Br:
                Branch(_reader.Index());
                _isUnreachable = true;
                return true;
            case Opcode.BrIf:
                BranchIf(_reader.Index());
                return true;
            case Opcode.BrTable:
                BranchTable();
                _isUnreachable = true;
                return true;
            case Opcode.Return:
                Branch(_frames.Count - 1);
                _isUnreachable = true;
                return true;
            default:
                return EmitException(opcode) || EmitCall(opcode);
        }
    }

    /// <summary>Passes over code that is never reached, to the end of its block.</summary>
    private void Pass(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.Block or Opcode.Loop or Opcode.If or Opcode.TryTable:
                _reader.SkipImmediates(opcode);
                _skipped++;
                break;
            case Opcode.Else when _skipped == 0:
                BeginElse(Frame(0));
                break;
            case Opcode.End when _skipped == 0:
                EndFrame();
                break;
            case Opcode.End:
                _skipped--;
                break;
            default:
                _reader.SkipImmediates(opcode);
                break;
        }
    }

    private ControlFrame Frame(int depth) => _frames[_frames.Count - 1 - depth];

    private FunctionType ReadBlockType() => BlockType.Find(_reader.I64(), _module.Types)!;

    private ControlFrame BeginFrame(Opcode opcode, FunctionType type, Label? otherwise = null)
    {
        var frame = new ControlFrame
        {
            Opcode = opcode,
            Type = type,
            Height = _operands.Count - type.Parameters.Length,
            Target = Il.DefineLabel(),
            Else = otherwise,
        };
        _frames.Add(frame);
        return frame;
    }

    private void BeginBlockFrame()
    {
        var type = ReadBlockType();
        Settle(_operands.Count);
        BeginFrame(Opcode.Block, type);
    }

    private void BeginLoop()
    {
        var type = ReadBlockType();
        Settle(_operands.Count);
        Hold(_operands.Count, type.Parameters.Length);
        var frame = BeginFrame(Opcode.Loop, type);
        NoteReentry(frame.Target);
        Il.MarkLabel(frame.Target);
        CountRound();
        CheckInterruption();
        _checksFuel = true;
    }

    private void BeginIf()
    {
        var type = ReadBlockType();
        var below = _operands.Count - 1;
        if (_operands.GetRange(0, below).Exists(operand => operand.Place is OperandPlace.Stack or OperandPlace.Local)
            || type.Parameters.Length > 0)
        {
            Settle(below);
            Hold(below, type.Parameters.Length);
        }

        Pop();
        var otherwise = Il.DefineLabel();
        Il.Emit(OpCodes.Brfalse, otherwise);
        BeginFrame(Opcode.If, type, otherwise: otherwise);
    }

    /// <summary>
    /// Puts the parameters of a block, below the given height, into their variables: it is entered on two ways.
    /// </summary>
    private void Hold(int height, int parameters)
    {
        for (var i = height - parameters; i < height; i++)
        {
            if (_operands[i].IsArithmetic)
                MakeCanonicalAt(i);
            else if (_operands[i].Place != OperandPlace.Slot)
                Copy(i);
        }
    }

    private bool HasOthersOnStack(int count)
    {
        for (var height = 0; height < _operands.Count - count; height++)
        {
            if (_operands[height].Place == OperandPlace.Stack)
                return true;
        }

        return false;
    }

    private void BeginElse(ControlFrame frame)
    {
        if (!_isUnreachable)
        {
            MoveTo(frame);
            frame.IsTargeted = true;
            Il.Emit(OpCodes.Br, frame.Target);
        }

        Il.MarkLabel(frame.Else!.Value);
        frame.Else = null;
        _isUnreachable = false;
        ResetOperands(frame.Height, frame.Type.Parameters);
    }

    private void EndFrame()
    {
        var frame = Frame(0);
        if (frame.IsFunction)
        {
            EndFunction(frame);
            return;
        }

        if (frame.Opcode == Opcode.TryTable)
        {
            EndTryTable(frame);
            return;
        }

        var isJoined = frame.Opcode != Opcode.Loop && frame.IsTargeted;
        if (!_isUnreachable && (isJoined || frame.Else is not null))
            MoveTo(frame);
        if (frame.Else is { } otherwise)
        {
            // Without an else the block's parameters are its results.
            Il.MarkLabel(otherwise);
            isJoined = true;
        }

        if (frame.Opcode != Opcode.Loop && frame.IsTargeted)
            Il.MarkLabel(frame.Target);
        if (isJoined)
        {
            _isUnreachable = false;
            ResetOperands(frame.Height, frame.Type.Results);
        }

        _frames.RemoveAt(_frames.Count - 1);
    }

    private void EndFunction(ControlFrame frame)
    {
        if (!_isUnreachable)
            MoveTo(frame);
        if (frame.IsTargeted)
            Il.MarkLabel(frame.Target);
        if (frame.IsTargeted || !_isUnreachable)
            EmitReturn();
        _isUnreachable = true;
        _frames.RemoveAt(_frames.Count - 1);
    }

    private void EmitReturn()
    {
        GiveFuel();
        for (var i = 1; i < _type.Results.Length; i++)
            StoreResult(i);
        if (_type.Results.Length > 0)
            Il.Emit(OpCodes.Ldloc, Slot(0, _type.Results[0]));
        Il.Emit(OpCodes.Ret);
    }

    private void ResetOperands(int height, ImmutableArray<ValueKind> kinds)
    {
        _operands.RemoveRange(height, _operands.Count - height);
        foreach (var kind in kinds)
            PushSlot(kind);
    }

    private void Branch(int depth)
    {
        var frame = Frame(depth);
        frame.IsTargeted = true;
        if (IsOutside(depth))
        {
            MakeCanonical(frame.TargetKinds.Length);
            SpillAll();
            Jump(depth);
            return;
        }

        MoveTo(frame);
        Go(depth);
    }

    // With nothing on the evaluation stack.
    private void Jump(int depth)
    {
        if (IsOutside(depth))
        {
            LeavePart(depth);
            return;
        }

        CopyTo(Frame(depth));
        Go(depth);
    }

    private void BranchIf(int depth)
    {
        var frame = Frame(depth);
        var count = frame.TargetKinds.Length;
        if (HasOthersOnStack(1) || _operands.GetRange(_operands.Count - 1 - count, count).Exists(o => o.IsArithmetic))
        {
            SpillAll();
            for (var height = _operands.Count - 1 - count; height < _operands.Count - 1; height++)
            {
                if (_operands[height].IsArithmetic)
                    MakeCanonicalAt(height);
            }
        }

        Pop();
        frame.IsTargeted = true;
        if (IsInPlace(depth) && frame.Rounds is null)
        {
            Il.Emit(OpCodes.Brtrue, frame.Target);
            return;
        }

        var stay = Il.DefineLabel();
        Il.Emit(OpCodes.Brfalse, stay);
        Jump(depth);
        Il.MarkLabel(stay);
    }

    private void BranchTable()
    {
        var depths = new int[_reader.Index() + 1];
        for (var i = 0; i < depths.Length; i++)
            depths[i] = _reader.Index();

        if (HasOthersOnStack(1) || _operands.Exists(operand => operand.IsArithmetic))
            SpillAll();
        var count = Frame(depths[^1]).TargetKinds.Length;
        for (var height = _operands.Count - 1 - count; height < _operands.Count - 1; height++)
        {
            if (_operands[height].IsArithmetic)
                MakeCanonicalAt(height);
        }

        Pop();
        var landings = new Dictionary<int, Label>();
        Il.Emit(OpCodes.Switch, depths[..^1].Select(depth => Landing(depth, landings)).ToArray());
        Il.Emit(OpCodes.Br, Landing(depths[^1], landings));
        foreach (var (depth, landing) in landings)
        {
            Il.MarkLabel(landing);
            Jump(depth);
        }
    }

    // Where a branch that must first move operands goes.
    private Label Landing(int depth, Dictionary<int, Label> landings)
    {
        var frame = Frame(depth);
        frame.IsTargeted = true;
        if (IsInPlace(depth))
            return frame.Target;
        if (!landings.TryGetValue(depth, out var landing))
            landings[depth] = landing = Il.DefineLabel();
        return landing;
    }

    /// <summary>Whether what a branch carries is in the variables of its target already.</summary>
    private bool IsInPlace(int depth)
    {
        if (IsOutside(depth) || LeavesRegion(depth))
            return false;
        var frame = Frame(depth);
        var kinds = frame.TargetKinds;
        var first = _operands.Count - kinds.Length;
        for (var i = 0; i < kinds.Length; i++)
        {
            if (_operands[first + i].Place != OperandPlace.Slot || first != frame.Height)
                return false;
        }

        return true;
    }

    /// <summary>Moves what a branch carries to the variables of its target.</summary>
    private void MoveTo(ControlFrame frame)
    {
        var count = frame.TargetKinds.Length;
        MakeCanonical(count);
        if (count == 1 && Top.Place == OperandPlace.Stack)
        {
            Il.Emit(OpCodes.Stloc, Slot(frame.Height, Top.Kind));
            Remove(1);
            SpillAll();
            return;
        }

        SpillAll();
        CopyTo(frame);
    }

    // Upwards: no variable is overwritten before it was read, since what a branch carries never moves up.
    private void CopyTo(ControlFrame frame)
    {
        var kinds = frame.TargetKinds;
        var first = _operands.Count - kinds.Length;
        for (var i = 0; i < kinds.Length; i++)
        {
            if (_operands[first + i].Place == OperandPlace.Slot && first == frame.Height)
                continue;
            Load(first + i);
            Il.Emit(OpCodes.Stloc, Slot(frame.Height + i, kinds[i]));
        }
    }
}
