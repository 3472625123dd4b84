using System.Runtime.InteropServices;

namespace InfraFabric.Core.Crypto;

/// <summary>An EVP_PKEY. libcrypto wipes a private key when it frees it.</summary>
internal sealed class CryptoKey() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        CryptoNative.FreeKey(handle);
        return true;
    }
}
