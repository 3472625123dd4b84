using System.Buffers;

namespace InfraFabric.Core.Json;

/// <summary>Bytes that grow, in memory from the pool.</summary>
internal struct PooledBytes(int capacity) : IDisposable
{
    public byte[] Array { get; private set; } = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; set; }

    public readonly ReadOnlySpan<byte> Written => Array.AsSpan(0, Length);

    public void Append(byte value)
    {
        if (Length == Array.Length)
            Grow(1);
        Array[Length++] = value;
    }

    public void Append(ReadOnlySpan<byte> values)
    {
        values.CopyTo(Reserve(values.Length));
        Length += values.Length;
    }

    /// <summary>Room after what is written; the caller adds to the length what it used.</summary>
    public Span<byte> Reserve(int count)
    {
        if (Array.Length - Length < count)
            Grow(count);
        return Array.AsSpan(Length);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(Array);
        Array = [];
    }

    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Array.Length * 2, Length + count));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(Array);
        Array = larger;
    }
}
