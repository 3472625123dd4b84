using System.ComponentModel;
using System.Runtime.InteropServices;

namespace InfraFabric.Wasm.Runtime;

/// <summary>
/// A range of addresses that is reserved once and gets its pages as it grows, so that it never moves. The first page is
/// the engine's own: the range's length stands right before <see cref="Base"/>.
/// </summary>
internal sealed unsafe partial class AddressSpace : SafeHandle
{
    private const int HeaderBytes = 65_536;
    private const int None = 0;
    private const int ReadWrite = 3;
    private const int Private = 2;

    private readonly nuint _reserved;

    public AddressSpace(long maxBytes)
        : base(-1, ownsHandle: true)
    {
        _reserved = (nuint)maxBytes + HeaderBytes;
        var flags = Private | (OperatingSystem.IsMacOS() ? 0x1040 : 0x4020);
        SetHandle(Map(0, _reserved, None, flags, -1, 0));
        if (IsInvalid)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        Protect(handle + HeaderBytes - Environment.SystemPageSize, (nuint)Environment.SystemPageSize);
    }

    public override bool IsInvalid => handle == -1;

    /// <summary>Where the guest's bytes begin.</summary>
    public byte* Base => (byte*)handle + HeaderBytes;

    /// <summary>The bytes that may be used. Compiled code reads it at the eight bytes before <see cref="Base"/>.</summary>
    public long Length => ((long*)Base)[-1];

    /// <summary>Makes more of the range usable; new bytes are zero.</summary>
    public void Grow(long length)
    {
        var before = Length;
        if (length == before)
            return;

        Protect((nint)(Base + before), (nuint)(length - before));
        ((long*)Base)[-1] = length;
    }

    protected override bool ReleaseHandle() => Unmap(handle, _reserved) == 0;

    private static void Protect(nint address, nuint length)
    {
        if (Protect(address, length, ReadWrite) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint length);
}
