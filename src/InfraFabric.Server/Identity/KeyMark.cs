using InfraFabric.Core.Crypto;

namespace InfraFabric.Server.Identity;

/// <summary>A short name of a public key, by its hash: nobody can make another key that has it.</summary>
internal static class KeyMark
{
    /// <summary>Characters of a name.</summary>
    public const int Length = 2 * Bytes;

    private const int Bytes = 16;

    public static string Of(VerifyKey key)
    {
        Span<byte> bytes = stackalloc byte[VerifyKey.Size];
        key.CopyTo(bytes);
        Span<byte> hash = stackalloc byte[Sha256Hash.Size];
        Sha256Hash.Of(bytes).CopyTo(hash);
        return Convert.ToHexStringLower(hash[..Bytes]);
    }
}
