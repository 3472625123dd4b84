using InfraFabric.Wasm.Binary;

namespace InfraFabric.Wasm.Tests.Hostile;

/// <summary>Writes the instructions of a function.</summary>
internal sealed class Code
{
    private readonly List<byte> _bytes = [];

    public static implicit operator byte[](Code code) => code.ToArray();

    public byte[] ToArray() => [.. _bytes];

    /// <summary>An instruction whose immediates are numbers without a sign.</summary>
    public Code Add(Opcode opcode, params ReadOnlySpan<uint> immediates)
    {
        var number = (ushort)opcode;
        if (number > 0xFF)
        {
            _bytes.Add((byte)(number >> 8));
            Unsigned(number & 0xFFu);
        }
        else
        {
            _bytes.Add((byte)number);
        }

        foreach (var immediate in immediates)
            Unsigned(immediate);
        return this;
    }

    public Code I32(int value) => Constant(Opcode.I32Const, value);

    public Code I64(long value) => Constant(Opcode.I64Const, value);

    public Code F32(float value)
    {
        _bytes.Add((byte)Opcode.F32Const);
        _bytes.AddRange(BitConverter.GetBytes(value));
        return this;
    }

    public Code F64(double value)
    {
        _bytes.Add((byte)Opcode.F64Const);
        _bytes.AddRange(BitConverter.GetBytes(value));
        return this;
    }

    /// <summary>A vector all of whose bytes are the same.</summary>
    public Code V128(byte value)
    {
        Add(Opcode.V128Const);
        _bytes.AddRange(Enumerable.Repeat(value, 16));
        return this;
    }

    /// <summary>A block, loop or condition that neither takes nor gives anything.</summary>
    public Code Open(Opcode opcode) => Add(opcode, 0x40);

    public Code End() => Add(Opcode.End);

    public Code Append(Code other)
    {
        _bytes.AddRange(other._bytes);
        return this;
    }

    private Code Constant(Opcode opcode, long value)
    {
        _bytes.Add((byte)opcode);
        while (value is < -64 or > 63)
        {
            _bytes.Add((byte)(value | 0x80));
            value >>= 7;
        }

        _bytes.Add((byte)(value & 0x7F));
        return this;
    }

    private void Unsigned(uint value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Add((byte)(value | 0x80));
        _bytes.Add((byte)value);
    }
}
