using System.Reflection;
using System.Reflection.Emit;
using InfraFabric.Wasm.Emission;
using InfraFabric.Wasm.Runtime;
using InfraFabric.Wasm.Tiers;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Compilation;

/// <content>
/// Large functions. The just-in-time compiler does not optimise a method with too many blocks or too much code, so a
/// large function is divided: runs of instructions between the beginnings and ends of its larger blocks become methods
/// of their own. Its locals are in a frame on the stack, from which a part takes those that it uses, and to which it
/// gives those that it wrote. A branch out of a part returns its target's number.
/// </content>
internal sealed partial class FunctionCompiler
{
    private const int MaxCarried = 16;

    private LocalBuilder? _frame;
    private Piece? _whole;
    private int _tried;

    private PartLimits Limits => _code.Options.Code.Parts;

    /// <summary>Whether this function is emitted in parts.</summary>
    private bool IsDivided => _frame is not null;

    private int FrameMemoryBytes => (_locals.Length + MaxCarried) * 16;

    // The frame is outside the collected heap: it cannot hold references. A part cannot
    // make a tail call for its function.
    private bool IsLarge() =>
        (_outline.EmittedBlocks > Limits.MaxBlocks || _end - _reader.Offset > Limits.MaxBytes)
        && !_outline.HasTailCalls
        && !_outline.HasTryTables
        && !Array.Exists(_locals, IsReference)
        && !Array.Exists(_module.Types, type => type.Parameters.Any(IsReference) || type.Results.Any(IsReference)
            || Math.Max(type.Parameters.Length, type.Results.Length) > MaxCarried && type.Results.Length > 0);

    private static bool IsReference(ValueKind kind) => kind.IsReference();

    private void Divide()
    {
        _frame = Il.DeclareLocal(typeof(nint));
        _whole = _piece;
    }

    // The frame begins as zeroes, as locals do.
    private void EmitFrame()
    {
        if (!IsDivided)
            return;
        Il.Emit(OpCodes.Ldc_I4, FrameMemoryBytes);
        Il.Emit(OpCodes.Conv_U);
        Il.Emit(OpCodes.Localloc);
        Il.Emit(OpCodes.Stloc, _frame!);
        for (var i = 0; i < _type.Parameters.Length; i++)
        {
            LoadFramePlace(i);
            Il.Emit(OpCodes.Ldarg, (short)(i + 2));
            EmitIndirectStore(_locals[i]);
        }
    }

    private void LoadFramePlace(int place)
    {
        if (_piece.IsPart)
            Il.Emit(OpCodes.Ldarg_2);
        else
            Il.Emit(OpCodes.Ldloc, _frame!);
        AddOffset(place * 16L);
    }

    private void LoadFromFrame(int place, ValueKind kind)
    {
        LoadFramePlace(place);
        EmitIndirectLoad(kind);
    }

    // What is on the evaluation stack goes to the frame.
    private void StoreToFrame(int place, ValueKind kind)
    {
        var held = Slot(-1, kind);
        Il.Emit(OpCodes.Stloc, held);
        LoadFramePlace(place);
        Il.Emit(OpCodes.Ldloc, held);
        EmitIndirectStore(kind);
    }

    private void BeginOrEndPart()
    {
        if (!IsDivided)
            return;
        if (_piece.Exits is { } exits && _frames.Count == exits.Outside && _reader.Offset >= exits.Limit)
            EndPart(exits);
        if (!_piece.IsPart && !_isUnreachable && _operands.Count == Frame(0).Height && _reader.Offset >= _tried)
            TryBeginPart();
    }

    private void TryBeginPart()
    {
        var limit = FindLimit();
        _tried = limit;
        if (limit - _reader.Offset < Limits.MinPartBytes)
            return;

        var method = _builder.DefineMethod(
            $"f{_function}.{_reader.Offset}", MethodAttributes.Public | MethodAttributes.Static, typeof(int),
            [typeof(object), typeof(long), typeof(nint)]);
        var il = new CodeWriter(method.GetILGenerator(), _code.Tokens);
        _piece = new Piece(il, _locals.Length)
        {
            KeepsFuel = _isMetered,
            Exits = new PartExits(method, il, _frames.Count, limit),
        };
        _checked.Forget();
        EmitPlaces();
        TakeFuel();
        BeginBody();
    }

    // As far as the code goes on at this level, has only smaller blocks, and is not too long.
    private int FindLimit()
    {
        var reader = _reader;
        while (reader.Offset - _reader.Offset < Limits.MaxPartBytes)
        {
            var start = reader.Offset;
            var opcode = reader.Opcode();
            if (opcode is Binary.Opcode.End or Binary.Opcode.Else)
                return start;
            if (!_outline.BlockEnds.TryGetValue(start, out var end))
                reader.SkipImmediates(opcode);
            else if (end - start > Limits.MaxPartBytes)
                return start;
            else
                reader.Offset = end;
        }

        return reader.Offset;
    }

    private bool IsOutside(int depth) => _piece.Exits is { } exits && _frames.Count - 1 - depth < exits.Outside;

    // With nothing on the evaluation stack: what the branch carries goes through the frame.
    private void LeavePart(int depth)
    {
        var exits = _piece.Exits!;
        Carry(Frame(depth).TargetKinds.Length);
        Il.Emit(OpCodes.Ldc_I4, exits.NumberOf(_frames.Count - 1 - depth));
        Il.Emit(OpCodes.Stloc, exits.Number);
        Il.Emit(OpCodes.Br, exits.Label);
    }

    private void Carry(int count)
    {
        var first = _operands.Count - count;
        for (var i = 0; i < count; i++)
        {
            LoadFramePlace(_locals.Length + i);
            Load(first + i);
            EmitIndirectStore(_operands[first + i].Kind);
        }
    }

    private void EndPart(PartExits exits)
    {
        var height = Frame(0).Height;
        var pending = _isUnreachable ? [] : _operands.GetRange(height, _operands.Count - height);
        if (pending.Count > MaxCarried)
            return;
        if (!_isUnreachable)
        {
            MakeCanonical(pending.Count);
            SpillAll();
            Carry(pending.Count);
            Il.Emit(OpCodes.Ldc_I4_0);
            Il.Emit(OpCodes.Stloc, exits.Number);
        }

        EmitPartExit(exits);
        EmitStackCheck();
        EmitPauses();
        EmitTraps();
        _piece = _whole!;
        _checked.Forget();
        _operands.RemoveRange(height, _operands.Count - height);
        CallPart(exits);
        foreach (var operand in pending)
        {
            LoadFromFrame(_locals.Length + _operands.Count - height, operand.Kind);
            Push(operand.Kind);
            SpillAll();
        }
    }

    private void EmitPartExit(PartExits exits)
    {
        Il.MarkLabel(exits.Label);
        GiveFuel();
        for (var local = 0; local < _locals.Length; local++)
        {
            if (!_piece.IsWritten[local])
                continue;
            LoadFramePlace(local);
            Il.Emit(OpCodes.Ldloc, _piece.Variables[local]!);
            EmitIndirectStore(_locals[local]);
        }

        Il.Emit(OpCodes.Ldloc, exits.Number);
        Il.Emit(OpCodes.Ret);
    }

    private void LoadPartLocals()
    {
        if (!_piece.IsPart)
            return;
        for (var local = 0; local < _locals.Length; local++)
        {
            if (_piece.Variables[local] is not { } variable)
                continue;
            LoadFromFrame(local, _locals[local]);
            Il.Emit(OpCodes.Stloc, variable);
        }
    }

    private void CallPart(PartExits exits)
    {
        Il.Emit(OpCodes.Ldarg_0);
        Il.Emit(OpCodes.Ldloc, _piece.Stack!);
        Il.Emit(OpCodes.Ldloc, _frame!);
        Il.Emit(OpCodes.Call, exits.Method);
        var frames = exits.Frames.Select(index => _frames[index]).ToArray();
        if (frames.Length == 0)
            Il.Emit(OpCodes.Pop);
        else
            LandOutside(frames);
        if (_isUnreachable)
            Il.Emit(OpCodes.Br, Trap(nameof(Traps.Unreachable)));
    }

    // Goes where the part was left to; from its end it goes on here.
    private void LandOutside(ControlFrame[] frames)
    {
        var landings = Array.ConvertAll(
            frames, frame => frame.TargetKinds.Length == 0 ? frame.Target : Il.DefineLabel());
        var behind = Il.DefineLabel();
        if (landings.Length == 1)
            Il.Emit(OpCodes.Brtrue, landings[0]);
        else
            Il.Emit(OpCodes.Switch, [behind, .. landings]);
        if (frames.Any(frame => frame.TargetKinds.Length > 0))
            Il.Emit(OpCodes.Br, behind);
        foreach (var (index, frame) in frames.Index().Where(item => item.Item.TargetKinds.Length > 0))
        {
            Il.MarkLabel(landings[index]);
            for (var i = 0; i < frame.TargetKinds.Length; i++)
            {
                LoadFromFrame(_locals.Length + i, frame.TargetKinds[i]);
                Il.Emit(OpCodes.Stloc, Slot(frame.Height + i, frame.TargetKinds[i]));
            }

            Il.Emit(OpCodes.Br, frame.Target);
        }

        Il.MarkLabel(behind);
    }
}
