using System.Runtime.CompilerServices;
using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Validation;

/// <summary>
/// Validates a module's functions and constant expressions, one after the other, by the algorithm of the
/// specification's appendix: a stack of operand kinds and one of open blocks. It needs time linear in the bytes,
/// allocates nothing per instruction, and does not recurse. Its loop is optimised at its first use, since a module is
/// validated once and may be large.
/// </summary>
internal ref partial struct CodeValidator(ModuleDraft module)
{
    private const ValueKind Unknown = default;

    private readonly ModuleDraft _module = module;
    private readonly ModuleLimits _limits = module.Limits;
    private ByteReader _reader;

    /// <summary>Where the instruction stands that is being validated.</summary>
    private int _at;

    private ValueKind[] _locals = new ValueKind[64];
    private int _localCount;

    private ControlFrame[] _frames = new ControlFrame[32];
    private int _depth;

    private ValueKind[] _operands = new ValueKind[Math.Min(256, module.Limits.MaxOperands)];
    private int _height;

    /// <summary>Where the operands of the innermost block begin.</summary>
    private int _floor;

    /// <summary>Whether the rest of the innermost block is never reached.</summary>
    private bool _isUnreachable;

    /// <summary>How many the function has so far, clauses of them, and how many are open.</summary>
    private int _tryTables;
    private int _catches;
    private int _openTryTables;

    /// <summary>Validates a function: its locals, then its instructions.</summary>
    /// <exception cref="InvalidModuleException">It is malformed, invalid or too large.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ValidateBody(ByteReader body, FunctionType type)
    {
        (_tryTables, _catches, _openTryTables) = (0, 0, 0);
        Begin(body, type);
        ReadLocals(type);
        while (_depth > 0)
        {
            _at = _reader.Position;
            ValidateInstruction();
        }

        if (!_reader.AtEnd)
            throw _reader.Malformed("section size mismatch: END opcode expected");
    }

    private void Begin(ByteReader reader, FunctionType type)
    {
        _reader = reader;
        _at = reader.Position;
        _height = 0;
        _depth = 0;
        Open(Opcode.Block, type);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ValidateInstruction()
    {
        var opcode = _reader.ReadOpcode();
        ref readonly var instruction = ref Instructions.Of(opcode);
        if (instruction.IsPlain)
            ValidatePlain(in instruction);
        else
            ValidateSpecial(opcode);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ValidatePlain(in Instruction instruction)
    {
        if (instruction.Immediate != Immediate.None)
            ReadImmediate(in instruction);
        if (instruction.Third != Unknown)
            Pop(instruction.Third);
        if (instruction.Second != Unknown)
            Pop(instruction.Second);
        if (instruction.First != Unknown)
            Pop(instruction.First);
        if (instruction.Result != Unknown)
            Push(instruction.Result);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ValidateSpecial(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.LocalGet: Push(ReadLocal()); break;
            case Opcode.LocalSet: Pop(ReadLocal()); break;
            case Opcode.LocalTee: TeeLocal(); break;
            case Opcode.GlobalGet: Push(ReadGlobal().Kind); break;
            case Opcode.GlobalSet: SetGlobal(); break;
            case Opcode.Drop: Pop(); break;
            case Opcode.Select: Select(); break;
            case Opcode.SelectTyped: SelectTyped(); break;
            case Opcode.Block or Opcode.Loop: Block(opcode); break;
            case Opcode.If: If(); break;
            case Opcode.Else: Else(); break;
            case Opcode.End: End(); break;
            case Opcode.Br: Branch(); break;
            case Opcode.BrIf: BranchIf(); break;
            case Opcode.BrTable: BranchTable(); break;
            case Opcode.Return: Return(); break;
            case Opcode.Unreachable: LeaveUnreachable(); break;
            case Opcode.Call: Call(ReadCallee()); break;
            case Opcode.CallIndirect: Call(ReadIndirectCallee()); break;
            case Opcode.ReturnCall when HasTailCalls: ReturnCall(ReadCallee()); break;
            case Opcode.ReturnCallIndirect when HasTailCalls: ReturnCall(ReadIndirectCallee()); break;
            case Opcode.Throw when HasExceptions: Throw(); break;
            case Opcode.ThrowRef when HasExceptions: ThrowReference(); break;
            case Opcode.TryTable when HasExceptions: TryTable(); break;
            case Opcode.RefNull: Push(_reader.ReadReferenceKind()); break;
            case Opcode.RefIsNull: TestReference(); break;
            case Opcode.TableGet: GetElement(); break;
            case Opcode.TableSet: SetElement(); break;
            case Opcode.TableGrow: GrowTable(); break;
            case Opcode.TableFill: FillTable(); break;
            default: throw Illegal(opcode);
        }
    }

    private readonly bool HasTailCalls => _module.Has(ModuleFeatures.TailCalls);

    private int ReadIndex(int count, string item)
    {
        var index = _reader.ReadU32();
        return index < (uint)count ? (int)index : throw Invalid($"unknown {item} {index}");
    }

    private readonly InvalidModuleException Malformed(string reason) => new(ModuleFault.Malformed, reason, _at);

    private readonly InvalidModuleException Invalid(string reason) => new(ModuleFault.Invalid, reason, _at);

    private readonly InvalidModuleException TooLarge(string reason) => new(ModuleFault.TooLarge, reason, _at);
}
