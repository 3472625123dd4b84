using System.Runtime.InteropServices;

namespace InfraFabric.Wasm.Runtime;

/// <summary>
/// Zeroed memory outside the collected heap, which compiled code finds at a fixed place. It shares no line of the
/// processor's cache with what other threads write.
/// </summary>
internal sealed unsafe class NativeBlock : SafeHandle
{
    private const uint LineBytes = 64;

    private NativeBlock(int bytes)
        : base(0, ownsHandle: true)
    {
        var whole = ((nuint)Math.Max(bytes, 1) + LineBytes - 1) & ~(nuint)(LineBytes - 1);
        SetHandle((nint)NativeMemory.AlignedAlloc(whole, LineBytes));
        NativeMemory.Clear(Address, whole);
    }

    public byte* Address => (byte*)handle;

    public override bool IsInvalid => handle == 0;

    public static NativeBlock Allocate(int bytes) => new(bytes);

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
