using InfraFabric.Wasm.Binary;

namespace InfraFabric.Wasm.Compilation;

/// <summary>
/// What must be known of a function before its first instruction is emitted: the cost of each block, which loops call
/// nothing, whether memory is touched, and which float locals hold nothing but results of arithmetic.
/// </summary>
internal sealed class FunctionOutline
{
    private readonly List<int> _costs = [0];
    private readonly List<bool> _loopCalls = [];
    private readonly List<int> _loops = [];

    private FunctionOutline(int parameters, int locals)
    {
        IsArithmetic = new bool[locals];
        IsArithmetic.AsSpan(parameters).Fill(true);
    }

    /// <summary>
    /// The cost of each block in the order of the code. A block ends with each <see cref="EndsBlock"/>.
    /// </summary>
    public IReadOnlyList<int> Costs => _costs;

    /// <summary>For each loop in the order of the code: does it, or what is in it, call anything?</summary>
    public IReadOnlyList<bool> LoopCalls => _loopCalls;

    public bool HasCalls { get; private set; }

    public bool HasLoops => _loopCalls.Count > 0;

    public bool UsesMemory { get; private set; }

    /// <summary>
    /// Locals that only ever take results of float arithmetic: a NaN in one may be made canonical when it is looked
    /// at, rather than when it is stored.
    /// </summary>
    public bool[] IsArithmetic { get; }

    public static FunctionOutline Read(CodeReader reader, int end, int parameters, int locals)
    {
        var outline = new FunctionOutline(parameters, locals);
        var nesting = new List<bool>();
        var before = Opcode.Nop;
        while (reader.Offset < end)
        {
            var opcode = reader.Opcode();
            outline.Note(opcode, before, reader, nesting);
            reader.SkipImmediates(opcode);
            before = opcode;
        }

        return outline;
    }

    /// <summary>Whether control may leave or arrive behind this instruction.</summary>
    public static bool EndsBlock(Opcode opcode) => opcode
        is Opcode.Loop or Opcode.If or Opcode.Else or Opcode.End or Opcode.Br or Opcode.BrIf or Opcode.BrTable
        or Opcode.Return or Opcode.Unreachable or Opcode.ReturnCall or Opcode.ReturnCallIndirect;

    private void Note(Opcode opcode, Opcode before, CodeReader reader, List<bool> nesting)
    {
        _costs[^1] += FuelCost.Of(opcode);
        if (EndsBlock(opcode))
            _costs.Add(0);
        switch (opcode)
        {
            case Opcode.Block or Opcode.If:
                nesting.Add(false);
                break;
            case Opcode.Loop:
                nesting.Add(true);
                _loops.Add(_loopCalls.Count);
                _loopCalls.Add(false);
                break;
            case Opcode.End when nesting.Count > 0:
                if (nesting[^1])
                    _loops.RemoveAt(_loops.Count - 1);
                nesting.RemoveAt(nesting.Count - 1);
                break;
            case Opcode.LocalSet or Opcode.LocalTee:
                var isNumber = FloatArithmetic.IsCanonicalAtWill(before) || reader.FollowsNumber(before);
                IsArithmetic[reader.Index()] &= isNumber;
                break;
            default:
                NoteAccess(opcode);
                break;
        }
    }

    private void NoteAccess(Opcode opcode)
    {
        if (MayRunOtherCode(opcode))
        {
            HasCalls = true;
            foreach (var loop in _loops)
                _loopCalls[loop] = true;
        }

        UsesMemory |= opcode is >= Opcode.I32Load and <= Opcode.I64Store32
            or >= Opcode.V128Load and <= Opcode.V128Store
            or >= Opcode.V128Load8Lane and <= Opcode.V128Load64Zero;
    }

    // Whatever may use fuel, grow a memory or call out of this function.
    private static bool MayRunOtherCode(Opcode opcode) => opcode
        is Opcode.Call or Opcode.CallIndirect or Opcode.ReturnCall or Opcode.ReturnCallIndirect or Opcode.MemoryGrow
        or Opcode.MemoryFill or Opcode.MemoryCopy or Opcode.MemoryInit
        or Opcode.TableGrow or Opcode.TableFill or Opcode.TableCopy or Opcode.TableInit;
}
