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
        switch (Instructions.Of(opcode).Immediate)
        {
            case Immediate.None:
                break;
            case Immediate.Catches:
                I64();
                for (var clauses = Index(); clauses > 0; clauses--)
                    Catch();
                break;
            case Immediate.Labels:
                SkipNumbers(Index() + 1);
                break;
            case Immediate.Kinds:
                var kinds = Index();
                Offset += kinds;
                break;
            case Immediate.Reference or Immediate.Memory or Immediate.Lane:
                Offset++;
                break;
            case Immediate.MemoryAndMemory:
                Offset += 2;
                break;
            case Immediate.F32:
                Offset += 4;
                break;
            case Immediate.F64:
                Offset += 8;
                break;
            case Immediate.V128 or Immediate.Lanes:
                Offset += 16;
                break;
            case Immediate.AccessAndLane:
                SkipNumbers(2);
                Offset++;
                break;
            case Immediate.Access or Immediate.TypeAndTable or Immediate.TableAndTable or Immediate.ElementAndTable
                or Immediate.DataAndMemory:
                SkipNumbers(2);
                break;
            default:
                SkipNumbers(1);
                break;
        }
    }

    private void SkipNumbers(int count)
    {
        for (; count > 0; count--)
        {
            while (Byte() >= 0x80)
            {
                // The rest of the number.
            }
        }
    }
}
