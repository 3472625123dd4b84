using System.Buffers.Binary;

namespace InfraFabric.Wasm.Wasi;

/// <summary>What a program waits for: a clock, or a descriptor that can be read or written.</summary>
internal readonly record struct Subscription(
    ulong UserData, byte Kind, uint Item, ulong Timeout, bool IsAbsolute)
{
    public const int Bytes = 48;
    public const int EventBytes = 32;
    public const byte Clock = 0;
    public const byte Readable = 1;
    public const byte Writable = 2;

    public static Subscription Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        bytes[8],
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]),
        (bytes[40] & 1) != 0);

    public void WriteEvent(Span<byte> bytes, Errno error, long available)
    {
        bytes.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, UserData);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[8..], (ushort)error);
        bytes[10] = Kind;
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], available);
    }
}
