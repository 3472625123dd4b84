using InfraFabric.Wasm.Binary;

namespace InfraFabric.Wasm.Validation;

/// <summary>What follows the opcodes of plain instructions.</summary>
internal ref partial struct CodeValidator
{
    private const uint AlignmentBits = 32;
    private const byte LanesOfTwo = 32;

    private void ReadImmediate(in Instruction instruction)
    {
        switch (instruction.Immediate)
        {
            case Immediate.I32: _reader.ReadS32(); break;
            case Immediate.I64: _reader.ReadS64(); break;
            case Immediate.F32: _reader.ReadBytes(4); break;
            case Immediate.F64: _reader.ReadBytes(8); break;
            case Immediate.V128: _reader.ReadBytes(16); break;
            case Immediate.Access: ReadAccess(instruction.Alignment); break;
            case Immediate.AccessAndLane: ReadAccess(instruction.Alignment); ReadLane(instruction.LaneCount); break;
            case Immediate.Lane: ReadLane(instruction.LaneCount); break;
            case Immediate.Lanes: ReadLanes(); break;
            case Immediate.Memory: ReadMemory(); break;
            case Immediate.MemoryAndMemory: ReadMemory(); ReadMemory(); break;
            case Immediate.Data: ReadData(); break;
            case Immediate.DataAndMemory: ReadData(); ReadMemory(); break;
            case Immediate.Function: ReadReference(); break;
            case Immediate.Table: ReadTable(); break;
            case Immediate.TableAndTable: ReadTables(); break;
            case Immediate.Element: GetSegment(_reader.ReadU32()); break;
            case Immediate.ElementAndTable: ReadElementAndTable(); break;
        }
    }

    private void ReadAccess(byte natural)
    {
        var alignment = _reader.ReadU32();
        if (alignment >= AlignmentBits)
            throw Malformed("malformed memop flags");
        _reader.ReadU32();
        RequireMemory();
        if (alignment > natural)
            throw Invalid("alignment must not be larger than natural");
    }

    private readonly void RequireMemory()
    {
        if (_module.Memories.Count == 0)
            throw Invalid("unknown memory 0");
    }

    private void ReadMemory()
    {
        if (_reader.ReadByte() != 0)
            throw Malformed("zero byte expected");
        RequireMemory();
    }

    private void ReadLane(byte count)
    {
        if (_reader.ReadByte() >= count)
            throw Invalid("invalid lane index");
    }

    private void ReadLanes()
    {
        if (_reader.ReadBytes(16).ContainsAnyInRange(LanesOfTwo, byte.MaxValue))
            throw Invalid("invalid lane index");
    }

    private void ReadData()
    {
        if (_module.DataCount is { } count)
            ReadIndex(count, "data segment");
        else
            ReadUncountedData();
    }

    /// <summary>It is refused in any case; why, depends on the data that comes behind the code.</summary>
    private void ReadUncountedData()
    {
        _reader.ReadU32();
        _module.UncountedData ??= _at;
    }

    private void ReadReference()
    {
        var function = ReadIndex(_module.Functions.Count, "function");
        if (!_module.IsDeclared(function))
            throw Invalid("undeclared function reference");
    }

    private void ReadTables()
    {
        if (ReadTable().Element != ReadTable().Element)
            throw Invalid("type mismatch: tables of different kinds");
    }

    private readonly ElementSegment GetSegment(uint index) =>
        index < (uint)_module.Elements.Length
            ? _module.Elements[index]
            : throw Invalid($"unknown elem segment {index}");

    private void ReadElementAndTable()
    {
        var segment = _reader.ReadU32();
        var table = ReadTable();
        if (GetSegment(segment).Kind != table.Element)
            throw Invalid("type mismatch: the table holds another kind than the segment");
    }
}
