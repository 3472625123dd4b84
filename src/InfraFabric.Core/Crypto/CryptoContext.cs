using System.Runtime.InteropServices;

namespace InfraFabric.Core.Crypto;

/// <summary>An EVP_MD_CTX: one signing or verifying.</summary>
internal sealed class CryptoContext() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        CryptoNative.FreeContext(handle);
        return true;
    }
}
