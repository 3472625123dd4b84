using System.Runtime.CompilerServices;

namespace InfraFabric.Wasm.Binary;

/// <summary>Integers in LEB128: no longer than their width needs, and no bit beyond it.</summary>
internal ref partial struct ByteReader
{
    private const byte More = 0x80;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint ReadU32()
    {
        var position = _position;
        if ((uint)position >= (uint)_bytes.Length || _bytes[position] >= More)
            return ReadLongU32();
        _position = position + 1;
        return _bytes[position];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadS32() => (int)ReadSigned(32);

    /// <summary>The number of a block's type.</summary>
    public long ReadS33() => ReadSigned(33);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ReadS64() => ReadSigned(64);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long ReadSigned(int width)
    {
        var position = _position;
        if ((uint)position >= (uint)_bytes.Length || _bytes[position] >= More)
            return ReadLongSigned(width);
        _position = position + 1;
        return SignOf7(_bytes[position]);
    }

    private uint ReadLongU32()
    {
        var value = 0u;
        for (var shift = 0; shift < 28; shift += 7)
        {
            var part = ReadByte();
            value |= (uint)(part & 0x7F) << shift;
            if (part < More)
                return value;
        }

        var last = ReadByte();
        if (last >= More)
            throw Malformed("integer representation too long");
        return last < 0x10 ? value | ((uint)last << 28) : throw Malformed("integer too large");
    }

    private long ReadLongSigned(int width)
    {
        var value = 0L;
        var shift = 0;
        for (; shift < width - 7; shift += 7)
        {
            var part = ReadByte();
            value |= (long)(part & 0x7F) << shift;
            if (part < More)
                return value | ((long)SignOf7(part) << shift);
        }

        var last = ReadByte();
        if (last >= More)
            throw Malformed("integer representation too long");
        var top = SignOf7(last);
        // All bits beyond the width repeat its sign.
        return top >> (width - shift - 1) is 0 or -1
            ? value | ((long)top << shift)
            : throw Malformed("integer too large");
    }

    /// <summary>The lower 7 bits as a signed number.</summary>
    private static int SignOf7(byte part) => (sbyte)(part << 1) >> 1;
}
