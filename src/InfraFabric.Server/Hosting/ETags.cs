using System.Globalization;

namespace InfraFabric.Server.Hosting;

/// <summary>The version of a record as HTTP names it: the revision that last changed it, in quotes.</summary>
internal static class ETags
{
    public static string Of(long revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>The revision in a tag; null if it is not one of ours.</summary>
    public static long? Revision(string tag) =>
        tag.Length > 2 && tag[0] == '"' && tag[^1] == '"'
        && long.TryParse(tag.AsSpan(1, tag.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
