namespace InfraFabric.Wasm.Tests.Hostile;

/// <summary>
/// What an <see cref="AccessProgram"/> works on when it runs by itself. After a trap nothing has an effect.
/// </summary>
internal sealed class AccessMachine(uint[] addresses)
{
    private readonly byte[] _memory = new byte[AccessProgram.MaxPages * Wasm.Memory.PageBytes];
    private uint _pages = AccessProgram.Pages;

    public uint[] Locals { get; } = [.. addresses, 0];

    public bool HasTrapped { get; private set; }

    public ReadOnlySpan<byte> Memory => _memory.AsSpan(0, (int)_pages * Wasm.Memory.PageBytes);

    public Span<byte> At(AccessAddress address, int bytes)
    {
        var from = (ulong)(Locals[address.Local] + (uint)address.Added) + (uint)address.Offset;
        HasTrapped |= from + (uint)bytes > (ulong)Memory.Length;
        return HasTrapped ? [] : _memory.AsSpan((int)from, bytes);
    }

    public void Set(uint local, uint value)
    {
        if (!HasTrapped)
            Locals[local] = value;
    }

    public void Grow(int by)
    {
        if (!HasTrapped && _pages + by <= AccessProgram.MaxPages)
            _pages += (uint)by;
    }
}
