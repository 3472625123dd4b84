using System.Runtime.InteropServices;

namespace InfraFabric.Core.Crypto;

/// <summary>The 64 bytes of a libsodium secret key, in guarded memory that is wiped when it is released.</summary>
internal sealed class SodiumSecret : SafeHandle
{
    private const int Size = 64;

    public SodiumSecret()
        : base(0, ownsHandle: true)
    {
        SetHandle(SodiumNative.Allocate(Size));
        if (IsInvalid)
            throw new InvalidOperationException("libsodium has no memory for a key.");
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        SodiumNative.Free(handle);
        return true;
    }
}
