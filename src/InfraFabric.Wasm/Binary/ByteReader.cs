using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Binary;

/// <summary>
/// Reads a part of a module's bytes. Positions are those of the whole module. What the binary format does not allow is
/// refused where it stands; nothing is ever read beyond the part.
/// </summary>
internal ref partial struct ByteReader
{
    /// <summary>The module up to the end of the part.</summary>
    private readonly ReadOnlySpan<byte> _bytes;

    private int _position;

    public ByteReader(ReadOnlySpan<byte> module, int start, int length, bool knowsExceptions = false)
    {
        _bytes = module[..(start + length)];
        _position = start;
        KnowsExceptions = knowsExceptions;
    }

    /// <summary>Whether an <c>exnref</c> is a kind of value here.</summary>
    public readonly bool KnowsExceptions { get; }

    public readonly int Position => _position;

    public readonly int Remaining => _bytes.Length - _position;

    public readonly bool AtEnd => _position == _bytes.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte ReadByte()
    {
        var position = _position;
        if ((uint)position >= (uint)_bytes.Length)
            throw Malformed("unexpected end of section or function");
        _position = position + 1;
        return _bytes[position];
    }

    public readonly byte Peek() => AtEnd ? throw Malformed("unexpected end of section or function") : _bytes[_position];

    public ReadOnlySpan<byte> ReadBytes(int length)
    {
        if (length > Remaining)
            throw Malformed("unexpected end of section or function");
        var bytes = _bytes.Slice(_position, length);
        _position += length;
        return bytes;
    }

    public float ReadF32() => BinaryPrimitives.ReadSingleLittleEndian(ReadBytes(4));

    public double ReadF64() => BinaryPrimitives.ReadDoubleLittleEndian(ReadBytes(8));

    public Vector128<byte> ReadV128() => Vector128.Create(ReadBytes(16));

    /// <summary>A length, and a reader of as many bytes; this one goes on behind them.</summary>
    public ByteReader ReadPart()
    {
        var length = ReadLength();
        var part = new ByteReader(_bytes, _position, length, KnowsExceptions);
        _position += length;
        return part;
    }

    /// <summary>A length or count of what follows, which cannot be more than the bytes that are left.</summary>
    public int ReadLength()
    {
        var length = ReadU32();
        return length <= (uint)Remaining ? (int)length : throw Malformed("length out of bounds");
    }

    public string ReadName(int maxBytes)
    {
        var length = ReadLength();
        if (length > maxBytes)
            throw TooLarge($"a name of {length} bytes, of at most {maxBytes}");
        var bytes = ReadBytes(length);
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : throw Malformed("malformed UTF-8 encoding");
    }

    public ValueKind ReadValueKind() => ReadByte() switch
    {
        var kind and (>= (byte)ValueKind.V128 and <= (byte)ValueKind.I32) => (ValueKind)kind,
        var kind and ((byte)ValueKind.FuncRef or (byte)ValueKind.ExternRef) => (ValueKind)kind,
        (byte)ValueKind.ExnRef when KnowsExceptions => ValueKind.ExnRef,
        _ => throw Malformed("malformed value type"),
    };

    public ValueKind ReadReferenceKind() => ReadByte() switch
    {
        (byte)ValueKind.FuncRef => ValueKind.FuncRef,
        (byte)ValueKind.ExternRef => ValueKind.ExternRef,
        (byte)ValueKind.ExnRef when KnowsExceptions => ValueKind.ExnRef,
        _ => throw Malformed("malformed reference type"),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Opcode ReadOpcode()
    {
        var first = ReadByte();
        return first < 0xFC ? (Opcode)first : ReadPrefixedOpcode(first);
    }

    public readonly InvalidModuleException Malformed(string reason) => new(ModuleFault.Malformed, reason, _position);

    public readonly InvalidModuleException Invalid(string reason) => new(ModuleFault.Invalid, reason, _position);

    public readonly InvalidModuleException TooLarge(string reason) => new(ModuleFault.TooLarge, reason, _position);

    private Opcode ReadPrefixedOpcode(byte prefix)
    {
        if (prefix > 0xFD)
            throw Malformed("illegal opcode");
        var number = ReadU32();
        return number <= 0xFF ? (Opcode)((prefix << 8) | (int)number) : throw Malformed("illegal opcode");
    }
}
