using InfraFabric.Wasm.Runtime;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm;

/// <summary>A linear memory. It never moves and never shrinks; it is gone when its store is disposed.</summary>
public sealed unsafe class Memory
{
    public const int PageBytes = 65_536;

    /// <summary>
    /// One less than 32-bit addresses could reach: so an address that wraps with what is added to it was out of bounds
    /// before, and accesses next to each other can be checked together.
    /// </summary>
    public const uint MaxPages = 65_535;

    private readonly AddressSpace _space;

    public Memory(Store store, MemoryType type)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(type);
        Store = store;
        Type = type;
        if (type.Size.Minimum > MaxPages)
            throw new LinkException($"A memory has at most {MaxPages} pages: {type.Size.Minimum} were asked for.");
        if (!store.TryTakePages(type, 0, type.Size.Minimum))
            throw new LinkException($"The store does not allow a memory of {type.Size.Minimum} pages more.");
        var maxPages = Math.Min(type.Size.Maximum ?? MaxPages, MaxPages);
        _space = store.Reserve((long)type.Size.Minimum * PageBytes, (long)maxPages * PageBytes);
        store.Memories.Add(this);
    }

    public Store Store { get; }

    public MemoryType Type { get; }

    public uint Pages => (uint)(Length / PageBytes);

    public long Length => Space.Length;

    internal byte* Base => _space.Base;

    private AddressSpace Space
    {
        get
        {
            ObjectDisposedException.ThrowIf(_space.IsClosed, Store);
            return _space;
        }
    }

    public bool Contains(uint address, uint length) => (ulong)address + length <= (ulong)Length;

    /// <summary>Bytes to be read, before any code runs again.</summary>
    /// <exception cref="TrapException">The range is not in the memory.</exception>
    public ReadOnlySpan<byte> Read(uint address, int length) => Range(address, length);

    /// <summary>Bytes to be written to, before the host's function returns.</summary>
    /// <exception cref="TrapException">The range is not in the memory.</exception>
    public Span<byte> Write(uint address, int length)
    {
        var range = Range(address, length);
        Store.Effects?.HandOut(this, address, range);
        return range;
    }

    /// <summary>Grows by pages; gives the pages before, or null when the type or the store does not allow it.</summary>
    public uint? Grow(uint pages)
    {
        var before = Pages;
        if (before + (ulong)pages > Math.Min(Type.Size.Maximum ?? MaxPages, MaxPages)
            || !Store.TryTakePages(Type, before, pages))
        {
            return null;
        }

        if (_space.TryGrow(((long)before + pages) * PageBytes))
        {
            Store.Effects?.Grow(this, pages);
            return before;
        }

        Store.GiveBackPages(pages);
        return null;
    }

    // The range is inside the usable bytes, which stay mapped until the store is disposed.
    private Span<byte> Range(uint address, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return Contains(address, (uint)length)
            ? new Span<byte>(_space.Base + address, length)
            : throw new TrapException(TrapReason.MemoryOutOfBounds);
    }
}
