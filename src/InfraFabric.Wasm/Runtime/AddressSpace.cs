using System.ComponentModel;
using System.Runtime.InteropServices;

namespace InfraFabric.Wasm.Runtime;

/// <summary>
/// A range of addresses that is reserved once and gets its pages as it grows, so that it never moves. The page before
/// <see cref="Base"/> is the engine's own: the range's length stands in its last eight bytes.
/// </summary>
internal sealed unsafe partial class AddressSpace : SafeHandle
{
    private const int None = 0;
    private const int ReadWrite = 3;
    private const int Private = 2;
    private const int AdviseHugePages = 14;

    // Ranges begin where a large page could; long ones ask for them.
    private const int HugePageBytes = 2 << 20;
    private const long HugeBytes = 4 << 20;

    private readonly nuint _reserved;

    public AddressSpace(long maxBytes)
        : base(-1, ownsHandle: true)
    {
        _reserved = (nuint)maxBytes + 2 * HugePageBytes;
        var flags = Private | (OperatingSystem.IsMacOS() ? 0x1040 : 0x4020);
        SetHandle(Map(0, _reserved, None, flags, -1, 0));
        if (IsInvalid)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        Base = (byte*)((handle + 2 * HugePageBytes - 1) & -HugePageBytes);
        if (!TryUse(Base - Environment.SystemPageSize, (nuint)Environment.SystemPageSize))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    public override bool IsInvalid => handle == -1;

    /// <summary>Where the guest's bytes begin.</summary>
    public byte* Base { get; }

    /// <summary>The bytes that may be used. Compiled code reads it at the eight bytes before <see cref="Base"/>.</summary>
    public long Length => ((long*)Base)[-1];

    /// <summary>Makes more of the range usable, if the system has it; new bytes are zero.</summary>
    public bool TryGrow(long length)
    {
        var before = Length;
        if (length > before && !TryUse(Base + before, (nuint)(length - before)))
            return false;

        ((long*)Base)[-1] = length;
        for (var size = 0; size < 5; size++)
            ((long*)Base)[-2 - size] = length - (1 << size);
        if (length >= HugeBytes && !OperatingSystem.IsMacOS())
            _ = Advise((nint)Base, (nuint)length, AdviseHugePages);
        return true;
    }

    protected override bool ReleaseHandle() => Unmap(handle, _reserved) == 0;

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
