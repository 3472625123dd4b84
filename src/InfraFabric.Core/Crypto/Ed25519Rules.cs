namespace InfraFabric.Core.Crypto;

/// <summary>
/// Which keys and signatures are looked at, decided here for every library, so that all of them give the same verdict.
/// The encodings that RFC 8032 (section 5.1) allows are the only ones; points of small order are refused because a
/// signature under such a key says nothing about who signed.
/// </summary>
internal static class Ed25519Rules
{
    public const int SeedSize = 32;
    public const int PublicKeySize = 32;
    public const int SignatureSize = 64;

    // The field's prime 2^255 - 19 and the group's order, least byte first as everything in Ed25519.
    private static readonly byte[] Prime =
        Convert.FromHexString("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

    private static readonly byte[] GroupOrder =
        Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

    // The y of the eight points whose order divides the cofactor. Each y stands for both signs of x.
    private static readonly byte[][] SmallOrder =
    [
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        Convert.FromHexString("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        Convert.FromHexString("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    ];

    /// <summary>Why this cannot be a public key; null when it can.</summary>
    public static string? ProblemOfPublicKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != PublicKeySize)
            return $"An Ed25519 public key has {PublicKeySize} bytes; this one has {key.Length}.";

        Span<byte> y = stackalloc byte[PublicKeySize];
        TakeY(key, y);
        if (!IsLess(y, Prime))
            return "The point is not written in its one canonical form.";
        return IsSmallOrder(y) ? "The point has a small order, so that signatures under this key prove nothing." : null;
    }

    /// <summary>Whether a signature is written as it must be, so that the library may be asked about it.</summary>
    public static bool AllowsSignature(ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureSize || !IsLess(signature[32..], GroupOrder))
            return false;

        Span<byte> y = stackalloc byte[PublicKeySize];
        TakeY(signature[..32], y);
        return IsLess(y, Prime) && !IsSmallOrder(y);
    }

    // The topmost bit is the sign of x.
    private static void TakeY(ReadOnlySpan<byte> point, Span<byte> y)
    {
        point.CopyTo(y);
        y[^1] &= 0x7F;
    }

    // Keys and signatures are public, so these comparisons may stop early.
    private static bool IsLess(ReadOnlySpan<byte> number, ReadOnlySpan<byte> bound)
    {
        for (var i = number.Length - 1; i >= 0; i--)
        {
            if (number[i] != bound[i])
                return number[i] < bound[i];
        }

        return false;
    }

    private static bool IsSmallOrder(ReadOnlySpan<byte> y)
    {
        foreach (var small in SmallOrder)
        {
            if (y.SequenceEqual(small))
                return true;
        }

        return false;
    }
}
