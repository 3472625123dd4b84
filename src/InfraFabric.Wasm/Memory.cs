using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm;

/// <summary>A linear memory. It never moves and never shrinks.</summary>
public sealed class Memory
{
    public const int PageBytes = 65_536;

    public Memory(Store store, MemoryType type)
    {
        Store = store;
        Type = type;
    }

    public Store Store { get; }

    public MemoryType Type { get; }

    public uint Pages => throw new NotSupportedException();

    public long Length => (long)Pages * PageBytes;

    public bool Contains(uint address, uint length) => (ulong)address + length <= (ulong)Length;

    /// <summary>Bytes to be read, before any code runs again.</summary>
    /// <exception cref="TrapException">The range is not in the memory.</exception>
    public ReadOnlySpan<byte> Read(uint address, int length) => throw new NotSupportedException();

    /// <summary>Bytes to be written to, before the host's function returns.</summary>
    /// <exception cref="TrapException">The range is not in the memory.</exception>
    public Span<byte> Write(uint address, int length) => throw new NotSupportedException();

    /// <summary>Grows by pages; gives the pages before, or null when the type or the store does not allow it.</summary>
    public uint? Grow(uint pages) => throw new NotSupportedException();
}
