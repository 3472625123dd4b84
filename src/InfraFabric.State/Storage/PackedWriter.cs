using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace InfraFabric.State.Storage;

/// <summary>A growing buffer of the stored forms: variable-length numbers and length-prefixed bytes.</summary>
internal sealed class PackedWriter
{
    private byte[] _bytes = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Byte(byte value) => Reserve(1)[0] = value;

    /// <summary>A number of at least zero, seven bits a byte, the lowest first.</summary>
    public void Number(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        var rest = (ulong)value;
        for (; rest >= 0x80; rest >>= 7)
            Byte((byte)(rest | 0x80));
        Byte((byte)rest);
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Number(value.Length);
        value.CopyTo(Reserve(value.Length));
    }

    public void Ascii(string value)
    {
        Number(value.Length);
        Encoding.ASCII.GetBytes(value, Reserve(value.Length));
    }

    public void Text(string value)
    {
        Number(Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, Reserve(Encoding.UTF8.GetByteCount(value)));
    }

    public void Id(Guid value) => value.TryWriteBytes(Reserve(16), bigEndian: true, out _);

    /// <summary>Leaves room for a checksum at the start; <see cref="Seal"/> fills it.</summary>
    public void Unsealed() => Reserve(Checksum.Size);

    /// <summary>Protects what was written since <see cref="Unsealed"/>, together with its place.</summary>
    public void Seal(long place) =>
        BinaryPrimitives.WriteUInt32LittleEndian(
            _bytes, Checksum.Of(place, _bytes.AsSpan(Checksum.Size, Length - Checksum.Size)));

    /// <summary>The bytes that a number takes.</summary>
    public static int SizeOf(long value) => (64 - BitOperations.LeadingZeroCount((ulong)value | 1) + 6) / 7;

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }
}
