using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Exceptions;
using Op = InfraFabric.Wasm.Binary.Opcode;

namespace InfraFabric.Wasm.Outlines;

/// <summary>Reads instructions that are known to be valid: nothing is checked twice.</summary>
internal struct CodeReader(byte[] bytes, int offset)
{
    public int Offset { get; set; } = offset;

    public byte Byte() => bytes[Offset++];

    public Opcode Opcode()
    {
        var first = Byte();
        return first is 0xFC or 0xFD ? (Opcode)((first << 8) | (int)U32()) : (Opcode)first;
    }

    public uint U32()
    {
        uint value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = Byte();
            value |= (uint)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }

    public int Index() => (int)U32();

    public int I32() => (int)I64();

    public long I64()
    {
        long value = 0;
        for (var shift = 0; ;)
        {
            var next = Byte();
            value |= (long)(next & 0x7F) << shift;
            shift += 7;
            if (next < 0x80)
                return shift < 64 && (next & 0x40) != 0 ? value | (-1L << shift) : value;
        }
    }

    /// <summary>A clause of a <c>try_table</c>; one of every exception has no tag.</summary>
    public (CatchKind Kind, int Tag, int Label) Catch()
    {
        var kind = (CatchKind)Byte();
        return (kind, kind.HasFlag(CatchKind.All) ? -1 : Index(), Index());
    }

    public int F32Bits()
    {
        Offset += 4;
        return BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(Offset - 4));
    }

    public long F64Bits()
    {
        Offset += 8;
        return BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(Offset - 8));
    }

    /// <summary>
    /// Whether the one-byte instruction that was just read stands behind a float constant that is a number.
    /// </summary>
    public readonly bool FollowsNumber(Opcode before) => before switch
    {
        Op.F32Const => !float.IsNaN(BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(Offset - 5))),
        Op.F64Const => !double.IsNaN(BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(Offset - 9))),
        Op.V128Const => IsNumbers(bytes.AsSpan(Offset - 17, 16)),
        _ => false,
    };

    // In lanes of either kind.
    private static bool IsNumbers(ReadOnlySpan<byte> bits)
    {
        var vector = Vector128.Create(bits);
        return Vector128.EqualsAll(vector.AsSingle(), vector.AsSingle())
            && Vector128.EqualsAll(vector.AsDouble(), vector.AsDouble());
    }

    /// <summary>Passes over what stands behind an opcode.</summary>
    public void SkipImmediates(Opcode opcode)
    {
        switch (opcode)
        {
            case Op.Block or Op.Loop or Op.If or Op.I32Const
                or Op.I64Const:
                I64();
                break;
            case Op.TryTable:
                I64();
                for (var clauses = Index(); clauses > 0; clauses--)
                    Catch();
                break;
            case Op.F32Const:
                Offset += 4;
                break;
            case Op.F64Const:
                Offset += 8;
                break;
            case Op.BrTable:
                SkipIndices(Index() + 1);
                break;
            case Op.SelectTyped:
                var kinds = Index();
                Offset += kinds;
                break;
            case Op.RefNull or Op.MemorySize or Op.MemoryGrow
                or Op.MemoryFill:
                Offset++;
                break;
            case Op.V128Const or Op.I8x16Shuffle:
                Offset += 16;
                break;
            default:
                SkipIndices(Indices(opcode));
                break;
        }
    }

    private static int Indices(Opcode opcode) => opcode switch
    {
        >= Op.I32Load and <= Op.I64Store32 => 2,
        Op.CallIndirect or Op.ReturnCallIndirect or Op.MemoryInit
            or Op.MemoryCopy or Op.TableInit or Op.TableCopy => 2,
        Op.Br or Op.BrIf or Op.Call or Op.ReturnCall or Op.Throw => 1,
        >= Op.LocalGet and <= Op.TableSet => 1,
        Op.RefFunc or Op.DataDrop or Op.ElemDrop => 1,
        >= Op.TableGrow and <= Op.TableFill => 1,
        >= Op.V128Load and <= Op.V128Store => 2,
        Op.V128Load32Zero or Op.V128Load64Zero => 2,
        >= Op.V128Load8Lane and <= Op.V128Store64Lane => 3,
        >= Op.I8x16ExtractLaneS and <= Op.F64x2ReplaceLane => 1,
        _ => 0,
    };

    private void SkipIndices(int count)
    {
        for (var i = 0; i < count; i++)
            U32();
    }
}
