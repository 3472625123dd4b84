using System.Collections.Immutable;
using System.Reflection.Emit;
using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Calls;
using InfraFabric.Wasm.Emission;
using InfraFabric.Wasm.Exceptions;
using InfraFabric.Wasm.Outlines;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Compilation;

/// <content>
/// Exceptions. A <c>try_table</c> is a protected region with a filter, which asks for the clause that catches. The
/// clauses themselves are emitted behind the region, as branches: nothing of the guest runs while anything is unwound.
/// </content>
internal sealed partial class FunctionCompiler
{
    private readonly Stack<ProtectedRegion> _regions = [];
    private readonly List<LateTailCall> _lateTailCalls = [];
    private bool _keepsVariablesInRegions;
    private LocalBuilder? _clause;
    private LocalBuilder? _caught;

    private ProtectedRegion? Region => _regions.TryPeek(out var region) ? region : null;

    private Dictionary<string, Label> TrapLabels => Region?.Traps ?? _piece.Traps;

    private List<Pause> Pauses => Region?.Pauses ?? _piece.Pauses;

    private bool EmitException(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.TryTable:
                BeginTryTable();
                return true;
            case Opcode.Throw:
                Throw(_reader.Index());
                return true;
            case Opcode.ThrowRef:
                ThrowReference();
                return true;
            default:
                return false;
        }
    }

    private void Throw(int tag)
    {
        var kinds = _module.Tags[tag].Parameters;
        MakeCanonical(kinds.Length);
        SpillAll();
        GiveFuel();
        Il.Emit(OpCodes.Ldc_I4, kinds.Length);
        Il.Emit(OpCodes.Newarr, typeof(Value));
        for (var i = 0; i < kinds.Length; i++)
        {
            Il.Emit(OpCodes.Dup);
            Il.Emit(OpCodes.Ldc_I4, i);
            Load(_operands.Count - kinds.Length + i);
            Il.Emit(OpCodes.Call, ValueCode.Packer(kinds[i]));
            Il.Emit(OpCodes.Stelem, typeof(Value));
        }

        Il.Emit(OpCodes.Ldarg_0);
        Il.Emit(OpCodes.Ldc_I4, tag);
        Il.Emit(OpCodes.Call, Members.Method(typeof(ExceptionCode), nameof(ExceptionCode.Throw)));
        Il.Emit(OpCodes.Throw);
        _isUnreachable = true;
    }

    private void ThrowReference()
    {
        SpillAll();
        GiveFuel();
        Pop();
        Il.Emit(OpCodes.Call, Members.Method(typeof(ExceptionCode), nameof(ExceptionCode.ThrowAgain)));
        Il.Emit(OpCodes.Throw);
        _isUnreachable = true;
    }

    private void BeginTryTable()
    {
        var type = ReadBlockType();
        var clauses = _reader.Offset;
        Settle(_operands.Count);
        var count = ReadClauses(ref _reader).Length;
        BeginFrame(count == 0 ? Opcode.Block : Opcode.TryTable, type);
        if (count == 0)
            return;
        _regions.Push(new ProtectedRegion(_frames.Count, clauses));
        Il.BeginTry();
    }

    private static (CatchKind Kind, int Tag, int Label)[] ReadClauses(ref CodeReader reader)
    {
        var clauses = new (CatchKind, int, int)[reader.Index()];
        for (var i = 0; i < clauses.Length; i++)
            clauses[i] = reader.Catch();
        return clauses;
    }

    private void EndTryTable(ControlFrame frame)
    {
        if (!_isUnreachable)
        {
            MoveTo(frame);
            frame.IsTargeted = true;
            Il.Emit(OpCodes.Leave, frame.Target);
        }

        EmitPauses();
        EmitTraps();
        var region = _regions.Pop();
        _keepsVariablesInRegions |= region.Pauses.Exists(pause => pause.Operands is not null);
        _frames.RemoveAt(_frames.Count - 1);
        EmitHandler(region);
        EmitClauses(region, frame.Height);
        if (frame.IsTargeted)
            Il.MarkLabel(frame.Target);
        _isUnreachable = !frame.IsTargeted;
        ResetOperands(frame.Height, frame.Type.Results);
    }

    private void EmitHandler(ProtectedRegion region)
    {
        _clause ??= Il.DeclareLocal(typeof(int));
        _caught ??= Il.DeclareLocal(typeof(ExceptionValue));
        Il.BeginFilter();
        Il.Emit(OpCodes.Ldarg_0);
        Il.Emit(OpCodes.Ldc_I4, region.Clauses);
        Il.Emit(OpCodes.Call, Members.Method(typeof(ExceptionCode), nameof(ExceptionCode.Find)));
        Il.Emit(OpCodes.Stloc, _clause);
        Il.Emit(OpCodes.Ldloc, _clause);
        Il.Emit(OpCodes.Ldc_I4_0);
        Il.Emit(OpCodes.Cgt_Un);
        Il.BeginHandler();
        Il.Emit(OpCodes.Call, Members.Method(typeof(ExceptionCode), nameof(ExceptionCode.ValueOf)));
        Il.Emit(OpCodes.Stloc, _caught);
        Il.EndTry();
    }

    // All that may throw has written fuel back.
    private void EmitClauses(ProtectedRegion region, int height)
    {
        var reader = new CodeReader(_module.Bytes, region.Clauses);
        var clauses = ReadClauses(ref reader);
        var labels = Array.ConvertAll(clauses, _ => Il.DefineLabel());
        TakeFuel();
        Il.Emit(OpCodes.Ldloc, _clause!);
        Il.Emit(OpCodes.Ldc_I4_1);
        Il.Emit(OpCodes.Sub);
        Il.Emit(OpCodes.Switch, labels[..^1]);
        Il.Emit(OpCodes.Br, labels[^1]);
        foreach (var (label, (kind, tag, target)) in labels.Zip(clauses))
        {
            Il.MarkLabel(label);
            ResetOperands(height, []);
            if (!kind.HasFlag(CatchKind.All))
                PushCaughtValues(_module.Tags[tag].Parameters);
            if (kind.HasFlag(CatchKind.WithReference))
                PushCaught();
            Branch(target);
        }
    }

    private void PushCaughtValues(ImmutableArray<ValueKind> kinds)
    {
        for (var i = 0; i < kinds.Length; i++)
        {
            Il.Emit(OpCodes.Ldloc, _caught!);
            Il.Emit(OpCodes.Ldfld, Members.ExceptionItems);
            Il.Emit(OpCodes.Ldc_I4, i);
            Il.Emit(OpCodes.Ldelema, typeof(Value));
            Il.Emit(OpCodes.Call, ValueCode.Unpacker(kinds[i]));
            Push(kinds[i]);
            SpillAll();
        }
    }

    private void PushCaught()
    {
        Il.Emit(OpCodes.Ldloc, _caught!);
        Push(ValueKind.ExnRef);
        SpillAll();
    }

    private bool LeavesRegion(int depth) => Region is { } region && _frames.Count - 1 - depth < region.Outside;

    private void Go(int depth)
    {
        if (LeavesRegion(depth))
            Il.Emit(OpCodes.Leave, Frame(depth).Target);
        else
            GoTo(Frame(depth));
    }

    // In a protected region no frame can be given up: a tail call is made behind the function's end.
    private bool TryDelay(Opcode opcode)
    {
        if (Region is null || opcode is not (Opcode.ReturnCall or Opcode.ReturnCallIndirect))
            return false;
        SpillAll();
        var label = Il.DefineLabel();
        Il.Emit(OpCodes.Leave, label);
        _lateTailCalls.Add(new LateTailCall(label, opcode, [.. _operands], _reader));
        _reader.SkipImmediates(opcode);
        _isUnreachable = true;
        return true;
    }

    private void EmitLateTailCalls()
    {
        foreach (var call in _lateTailCalls)
        {
            Il.MarkLabel(call.Label);
            ResetOperands(0, []);
            _operands.AddRange(call.Operands);
            _reader = call.Reader;
            EmitCall(call.Opcode);
        }
    }
}
