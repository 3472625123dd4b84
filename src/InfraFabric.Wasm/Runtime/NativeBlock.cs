using System.Runtime.InteropServices;

namespace InfraFabric.Wasm.Runtime;

/// <summary>Zeroed memory outside the collected heap, which compiled code finds at a fixed place.</summary>
internal sealed unsafe class NativeBlock : SafeHandle
{
    private NativeBlock(int bytes)
        : base(0, ownsHandle: true) => SetHandle((nint)NativeMemory.AllocZeroed((nuint)Math.Max(bytes, 1)));

    public byte* Address => (byte*)handle;

    public override bool IsInvalid => handle == 0;

    public static NativeBlock Allocate(int bytes) => new(bytes);

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }
}
