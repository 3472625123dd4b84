namespace InfraFabric.Core.Json;

/// <summary>The order of keys: by their UTF-16 code units (RFC 8785, section 3.2.3), computed on UTF-8.</summary>
internal static class KeyOrder
{
    /// <summary>
    /// UTF-8 sorts like code points. UTF-16 differs in one case: characters beyond U+FFFF (which begin with F0 or more
    /// in UTF-8) are written with surrogates and so come before U+E000 to U+FFFF (which begin with EE or EF).
    /// </summary>
    public static int Compare(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var same = a.CommonPrefixLength(b);
        if (same == a.Length || same == b.Length)
            return a.Length - b.Length;

        var (x, y) = (a[same], b[same]);
        var oneIsBeyond = (x >= 0xF0) != (y >= 0xF0);
        return oneIsBeyond && Math.Min(x, y) >= 0xEE ? y - x : x - y;
    }
}
