using System.ComponentModel;
using System.Numerics;
using System.Runtime.InteropServices;

namespace InfraFabric.Wasm.Runtime;

/// <summary>
/// A range of addresses that is reserved once and gets its pages as it grows, so that it never moves. The page before
/// <see cref="Base"/> is the engine's own: what compiled code compares addresses with stands at its end.
/// </summary>
internal sealed unsafe partial class AddressSpace : SafeHandle
{
    private const int None = 0;
    private const int ReadWrite = 3;
    private const int Private = 2;
    private const int AdviseHugePages = 14;

    // Long ranges ask for huge pages, beyond what a small program in a long range touches.
    private const int HugePageBytes = 2 << 20;

    private readonly nuint _reserved;

    public AddressSpace(long bytes, long maxBytes)
        : base(-1, ownsHandle: true)
    {
        _reserved = (nuint)maxBytes + 2 * HugePageBytes;
        var flags = Private | (OperatingSystem.IsMacOS() ? 0x1040 : 0x4020);
        SetHandle(Map(0, _reserved, None, flags, -1, 0));
        if (IsInvalid)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        Base = (byte*)((handle + 2 * HugePageBytes - 1) & -HugePageBytes);
        var header = Environment.SystemPageSize;
        if (!TryUse(Base - header, (nuint)(header + bytes)))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        SetLength(bytes);
    }

    /// <summary>Where, seen from <see cref="Base"/>, the last address stands at which so many bytes fit.</summary>
    public static int LastAddress(int bytes) => -16 - 8 * BitOperations.Log2((uint)bytes);

    public override bool IsInvalid => handle == -1;

    /// <summary>Where the guest's bytes begin.</summary>
    public byte* Base { get; }

    /// <summary>The bytes that may be used.</summary>
    public long Length => ((long*)Base)[-1];

    /// <summary>Makes more of the range usable, if the system has it; new bytes are zero.</summary>
    public bool TryGrow(long length)
    {
        var before = Length;
        if (length > before && !TryUse(Base + before, (nuint)(length - before)))
            return false;

        SetLength(length);
        return true;
    }

    protected override bool ReleaseHandle() => Unmap(handle, _reserved) == 0;

    // Below the length stands, for accesses of 1 to 16 bytes, the last address that fits; before zero where none does.
    private void SetLength(long length)
    {
        ((long*)Base)[-1] = length;
        for (var size = 0; size < 5; size++)
            ((long*)Base)[-2 - size] = length - (1 << size);
        if (length > 2 * HugePageBytes && !OperatingSystem.IsMacOS())
            _ = Advise((nint)Base + HugePageBytes, (nuint)length - HugePageBytes, AdviseHugePages);
    }

    private static bool TryUse(byte* address, nuint length) => Protect((nint)address, length, ReadWrite) == 0;

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint length);
}
