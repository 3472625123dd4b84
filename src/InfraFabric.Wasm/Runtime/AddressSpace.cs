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
    private const int AdviseNotNeeded = 4;
    private const int AdviseHugePages = 14;

    // Long ranges ask for huge pages, beyond what a small program in a long range touches.
    private const int HugePageBytes = 2 << 20;

    private readonly nuint _reserved;

    public AddressSpace(long bytes, long maxBytes)
        : base(-1, ownsHandle: true)
    {
        _reserved = (nuint)maxBytes + 2 * HugePageBytes;
        var isKept = AddressRanges.TryTake(_reserved, out var range);
        if (!isKept)
            range = Map(0, _reserved, None, Private | (OperatingSystem.IsMacOS() ? 0x1040 : 0x4020), -1, 0);
        SetHandle(range);
        if (IsInvalid)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        Base = (byte*)((handle + 2 * HugePageBytes - 1) & -HugePageBytes);
        if ((isKept || TryExtend(-Environment.SystemPageSize, bytes)) && TryGrow(bytes))
            return;

        // Without its header the range cannot be released as usual.
        var refusal = new Win32Exception(Marshal.GetLastPInvokeError());
        _ = Unmap(handle, _reserved);
        SetHandleAsInvalid();
        throw refusal;
    }

    /// <summary>Where, seen from <see cref="Base"/>, the last address stands at which so many bytes fit.</summary>
    public static int LastAddress(int bytes) => -16 - 8 * BitOperations.Log2((uint)bytes);

    public override bool IsInvalid => handle == -1;

    /// <summary>Where the guest's bytes begin.</summary>
    public byte* Base { get; }

    /// <summary>The bytes that may be used.</summary>
    public long Length => ((long*)Base)[-1];

    // How far the system lets the range be used; beyond the length only where a memory before this one was longer.
    private long Usable
    {
        get => ((long*)Base)[-7];
        set => ((long*)Base)[-7] = value;
    }

    /// <summary>Makes more of the range usable, if the system has it; new bytes are zero.</summary>
    public bool TryGrow(long length)
    {
        if (length > Usable && !TryExtend(Usable, length))
            return false;
        SetLength(length);
        return true;
    }

    // Elsewhere than on Linux the advice does not promise zeroes.
    protected override bool ReleaseHandle() =>
        (OperatingSystem.IsLinux() && Advise((nint)Base, (nuint)Usable, AdviseNotNeeded) == 0
            && AddressRanges.TryKeep(_reserved, handle))
        || Unmap(handle, _reserved) == 0;

    // What is asked for the whole range holds for the pages that become usable later, and for the memories after this.
    private bool TryExtend(long usable, long length)
    {
        if (Protect((nint)Base + (nint)usable, (nuint)(length - usable), ReadWrite) != 0)
            return false;
        Usable = length;
        if (usable <= 2 * HugePageBytes && length > 2 * HugePageBytes && !OperatingSystem.IsMacOS())
        {
            var start = (nint)Base + HugePageBytes;
            _ = Advise(start, _reserved - (nuint)(start - handle), AdviseHugePages);
        }

        return true;
    }

    // Below the length stands, for accesses of 1 to 16 bytes, the last address that fits; before zero where none does.
    private void SetLength(long length)
    {
        ((long*)Base)[-1] = length;
        for (var size = 0; size < 5; size++)
            ((long*)Base)[-2 - size] = length - (1 << size);
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint length);
}
