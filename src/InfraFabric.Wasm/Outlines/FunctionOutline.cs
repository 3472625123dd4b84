using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Simd;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Outlines;

/// <summary>
/// What must be known of a function before its first instruction is emitted: the cost of each block, whether it
/// loops, calls and touches memory, and which float locals hold nothing but results of arithmetic.
/// </summary>
internal sealed class FunctionOutline
{
    private readonly List<int> _costs = [0];
    private readonly List<OpenBlock> _open = [];

    // Which of the costs is counted up: mostly the last.
    private int _paidWith;

    private FunctionOutline(int parameters, int locals)
    {
        IsArithmetic = new bool[locals];
        IsArithmetic.AsSpan(parameters).Fill(true);
        Lanes = new ValueKind?[locals];
    }

    /// <summary>
    /// The cost of each block in the order of the code. A block ends with each <see cref="EndsBlock"/>. What stands
    /// behind a block, loop or if that no branch leaves is paid with what stands before it: both run or neither does.
    /// </summary>
    public IReadOnlyList<int> Costs => _costs;

    /// <summary>How many blocks the emitted code will have, about: a check or a branch begins one.</summary>
    public int EmittedBlocks { get; private set; }

    /// <summary>Where each block, loop and if ends, by where it begins.</summary>
    public Dictionary<int, int> BlockEnds { get; } = [];

    public bool HasCalls { get; private set; }

    public bool HasTailCalls { get; private set; }

    public bool HasLoops { get; private set; }

    public bool HasTryTables { get; private set; }

    public bool UsesMemory { get; private set; }

    public int Instructions { get; private set; }

    /// <summary>Divisions: each takes a place of its own on the stack in quick code.</summary>
    public int Divisions { get; private set; }

    public bool UsesVectors { get; private set; }

    /// <summary>
    /// Locals that only ever take results of float arithmetic: a NaN in one may be made canonical when it is looked
    /// at, rather than when it is stored.
    /// </summary>
    public bool[] IsArithmetic { get; }

    /// <summary>What the lanes are of the results of vector arithmetic that a local takes; null for none.</summary>
    public ValueKind?[] Lanes { get; }

    public static FunctionOutline Read(CodeReader reader, int end, int parameters, int locals)
    {
        var outline = new FunctionOutline(parameters, locals);
        var before = Opcode.Nop;
        while (reader.Offset < end)
        {
            var start = reader.Offset;
            var opcode = reader.Opcode();
            outline.Note(opcode, before, reader);
            outline.NoteBranch(opcode, reader);
            outline.NoteBegin(opcode, start, reader);
            reader.SkipImmediates(opcode);
            outline.NoteEnd(opcode, reader.Offset);
            before = opcode;
        }

        return outline;
    }

    /// <summary>Whether control may leave or arrive behind this instruction.</summary>
    public static bool EndsBlock(Opcode opcode) => opcode
        is Opcode.Loop or Opcode.If or Opcode.Else or Opcode.End or Opcode.Br or Opcode.BrIf or Opcode.BrTable
        or Opcode.Return or Opcode.Unreachable or Opcode.ReturnCall or Opcode.ReturnCallIndirect
        or Opcode.Throw or Opcode.ThrowRef;

    private void Note(Opcode opcode, Opcode before, CodeReader reader)
    {
        _costs[_paidWith] += FuelCost.Of(opcode);
        if (EndsBlock(opcode))
            EmittedBlocks++;

        if (opcode is Opcode.LocalSet or Opcode.LocalTee)
        {
            var isNumber = FloatArithmetic.IsCanonicalAtWill(before) || reader.FollowsNumber(before);
            var local = reader.Index();
            IsArithmetic[local] &= isNumber || Takes(ref Lanes[local], VectorArithmetic.CanonicalAtWill(before));
        }
        else
        {
            NoteAccess(opcode);
        }
    }

    private void NoteBegin(Opcode opcode, int start, CodeReader reader)
    {
        if (opcode is not (Opcode.Block or Opcode.Loop or Opcode.If or Opcode.TryTable))
            return;
        var around = _open.Count;
        _open.Add(new OpenBlock(start, _paidWith));
        if (opcode != Opcode.TryTable)
            return;
        reader.I64();
        for (var clauses = reader.Index(); clauses > 0; clauses--)
            NoteBranchTo(around - 1 - reader.Catch().Label);
    }

    private void NoteEnd(Opcode opcode, int end)
    {
        if (!EndsBlock(opcode))
            return;
        _costs.Add(0);
        _paidWith = _costs.Count - 1;
        if (opcode != Opcode.End || _open.Count == 0)
            return;
        var ended = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        BlockEnds[ended.Start] = end;
        if (ended.LeavesTo >= _open.Count)
            _paidWith = ended.PaidWith;
        NoteBranchTo(ended.LeavesTo);
    }

    private void NoteBranch(Opcode opcode, CodeReader reader)
    {
        if (opcode is Opcode.Br or Opcode.BrIf or Opcode.BrTable)
        {
            for (var others = opcode == Opcode.BrTable ? reader.Index() : 0; others >= 0; others--)
                NoteBranchTo(_open.Count - 1 - reader.Index());
        }
        else if (opcode is Opcode.Return or Opcode.ReturnCall or Opcode.ReturnCallIndirect
            or Opcode.Throw or Opcode.ThrowRef)
        {
            NoteBranchTo(-1);
        }
    }

    private void NoteBranchTo(int target)
    {
        if (_open.Count > 0)
            _open[^1] = _open[^1] with { LeavesTo = Math.Min(_open[^1].LeavesTo, target) };
    }

    // A local has lanes of one kind, or it is not lazy.
    private static bool Takes(ref ValueKind? lanes, ValueKind? kind)
    {
        lanes ??= kind;
        return kind is not null && lanes == kind;
    }

    private void NoteAccess(Opcode opcode)
    {
        HasCalls |= opcode is Opcode.Call or Opcode.CallIndirect or Opcode.ReturnCall or Opcode.ReturnCallIndirect;
        HasTailCalls |= opcode is Opcode.ReturnCall or Opcode.ReturnCallIndirect;
        Instructions++;
        if (opcode is >= Opcode.I32DivS and <= Opcode.I32RemU or >= Opcode.I64DivS and <= Opcode.I64RemU)
            Divisions++;
        UsesVectors |= (int)opcode >= 0xFD00;
        HasLoops |= opcode == Opcode.Loop;
        HasTryTables |= opcode == Opcode.TryTable;
        if (opcode is >= Opcode.I32Load and <= Opcode.I64Store32 or >= Opcode.V128Load and <= Opcode.V128Store
            or >= Opcode.V128Load8Lane and <= Opcode.V128Load64Zero)
        {
            UsesMemory = true;
            EmittedBlocks++;
        }
    }

    /// <summary>A block, loop, if or try_table that has not ended.</summary>
    /// <param name="Start">Where it begins.</param>
    /// <param name="PaidWith">Which of the costs it stands in.</param>
    /// <param name="LeavesTo">How many are open around the outermost that a branch in it goes to.</param>
    private readonly record struct OpenBlock(int Start, int PaidWith, int LeavesTo = int.MaxValue);
}
