using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Compilation;
using InfraFabric.Wasm.Outlines;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Accesses;

/// <summary>
/// Looks at the instructions behind a load. As long as they change nothing that anybody sees, accesses near the same
/// address can be checked together with it: the trap is the same one, and nothing tells that it came earlier.
/// </summary>
internal sealed class LookAhead(CheckedAddresses known, IReadOnlyList<Operand> operands)
{
    private const int MaxInstructions = 48;

    // A memory ends at least so far below 4 GiB: if an address that is checked with a lower one wraps, then
    // the lower one is out of bounds.
    private const uint MaxDistance = Memory.PageBytes;

    private readonly Dictionary<int, Sum> _locals = [];
    private readonly Stack<Sum> _above = [];
    private int _below;
    private Sum _first;
    private long _low;
    private long _high;
    private int _found;

    /// <summary>
    /// The span that holds the bytes of the load and those of the accesses behind it; says how many those are. The
    /// load's address is the operand at that height.
    /// </summary>
    public (CheckedSpan Span, int Others) Around(int height, long reach, CodeReader behind)
    {
        _locals.Clear();
        _above.Clear();
        _above.Push(default);
        (_below, _first) = (height, operands[height].Sum);
        (_low, _high, _found) = (0, reach, 0);
        for (var i = 0; i < MaxInstructions; i++)
        {
            if (!Pass(ref behind))
                break;
        }

        return (new CheckedSpan(_first.Added + (uint)_low, _high - _low, null), _found);
    }

    private bool Pass(ref CodeReader reader)
    {
        var opcode = reader.Opcode();
        switch (opcode)
        {
            case Opcode.LocalGet:
                var local = reader.Index();
                _above.Push(_locals.TryGetValue(local, out var sum) ? sum : known.Of(local));
                return true;
            case Opcode.LocalSet or Opcode.LocalTee:
                var value = Pop();
                _locals[reader.Index()] = value;
                if (opcode == Opcode.LocalTee)
                    _above.Push(value);
                return true;
            case Opcode.I32Const:
                // A root of its own stands for zero.
                _above.Push(new Sum(-1, (uint)reader.I32()));
                return true;
            case Opcode.I32Add:
                var (second, first) = (Pop(), Pop());
                _above.Push(second.Root == -1 ? first.Plus(second.Added)
                    : first.Root == -1 ? second.Plus(first.Added) : default);
                return true;
            case >= Opcode.I32Load and <= Opcode.I64Load32U:
                Meet(ref reader, opcode);
                _above.Push(default);
                return true;
            case >= Opcode.I32Store and <= Opcode.I64Store32:
                Pop();
                Meet(ref reader, opcode);
                return false;
            default:
                if (!IsQuiet(opcode))
                    return false;
                Compute(opcode);
                reader.SkipImmediates(opcode);
                return true;
        }
    }

    private void Compute(Opcode opcode)
    {
        var instruction = Instructions.Of(opcode);
        var taken = opcode == Opcode.Select ? 3
            : opcode == Opcode.Drop ? 1
            : Taken(instruction.First) + Taken(instruction.Second) + Taken(instruction.Third);
        for (var i = 0; i < taken; i++)
            Pop();
        if (opcode != Opcode.Drop)
            _above.Push(default);
    }

    private static int Taken(ValueKind operand) => operand == default ? 0 : 1;

    private Sum Pop() => _above.TryPop(out var sum) ? sum : _below > 0 ? operands[--_below].Sum : default;

    private void Meet(ref CodeReader reader, Opcode opcode)
    {
        var address = Pop();
        reader.U32();
        var reach = (long)reader.U32() + Instructions.Of(opcode).AccessBytes;
        if (address.Root != _first.Root)
            return;
        var begin = (long)(int)(address.Added - _first.Added);
        var (low, high) = (Math.Min(_low, begin), Math.Max(_high, begin + reach));
        if (begin != 0 && high - low > MaxDistance)
            return;
        (_low, _high) = (low, high);
        _found++;
    }

    // It computes: it neither traps, nor writes, nor goes elsewhere.
    private static bool IsQuiet(Opcode opcode) => opcode switch
    {
        >= Opcode.I32DivS and <= Opcode.I32RemU or >= Opcode.I64DivS and <= Opcode.I64RemU => false,
        >= Opcode.I32TruncF32S and <= Opcode.I32TruncF64U or >= Opcode.I64TruncF32S and <= Opcode.I64TruncF64U => false,
        Opcode.Drop or Opcode.Select or Opcode.GlobalGet => true,
        >= Opcode.I32Const and <= Opcode.I64Extend32S => true,
        >= Opcode.I32TruncSatF32S and <= Opcode.I64TruncSatF64U => true,
        _ => false,
    };
}
