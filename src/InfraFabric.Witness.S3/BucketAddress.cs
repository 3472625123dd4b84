using System.Diagnostics.CodeAnalysis;

namespace InfraFabric.Witness.S3;

/// <summary>A bucket, and what the names of our objects in it begin with.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Prefix">Empty, or a path that ends with a slash.</param>
public sealed record BucketAddress(string Bucket, string Prefix)
{
    /// <summary>What every address begins with.</summary>
    public const string Scheme = "s3://";

    private const int MaxPrefixLength = 512;

    /// <summary>Reads <c>s3://bucket/prefix</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out BucketAddress? address)
    {
        address = null;
        if (!text.StartsWith(Scheme, StringComparison.Ordinal))
            return false;
        var (bucket, prefix) = text[Scheme.Length..].Split('/', 2) is [var head, var rest] ? (head, rest)
            : (text[Scheme.Length..], "");
        prefix = prefix.TrimEnd('/');
        if (!IsBucket(bucket) || prefix.Length > MaxPrefixLength
            || prefix.Any(c => !char.IsAsciiLetterOrDigit(c) && !"-_.=/".Contains(c))
            || (prefix.Length > 0 && prefix.Split('/').Any(part => part is "" or "." or "..")))
        {
            return false;
        }

        address = new BucketAddress(bucket, prefix.Length == 0 ? "" : $"{prefix}/");
        return true;
    }

    public override string ToString() => $"{Scheme}{Bucket}/{Prefix}".TrimEnd('/');

    private static bool IsBucket(string name) =>
        name.Length is >= 3 and <= 63 && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');
}
