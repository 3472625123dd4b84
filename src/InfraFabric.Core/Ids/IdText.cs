using InfraFabric.Core.Errors;

namespace InfraFabric.Core.Ids;

/// <summary>What the written forms of ids have in common.</summary>
internal static class IdText
{
    /// <summary>
    /// Whether this is a name: ASCII letters and digits, with single <c>.</c>, <c>-</c> or <c>_</c> only between them.
    /// </summary>
    public static bool IsName(ReadOnlySpan<char> text, int maxLength)
    {
        if (text.IsEmpty || text.Length > maxLength)
            return false;

        var afterSeparator = true;
        foreach (var c in text)
        {
            var isSeparator = c is '.' or '-' or '_';
            if (isSeparator ? afterSeparator : !char.IsAsciiLetterOrDigit(c))
                return false;
            afterSeparator = isSeparator;
        }

        return !afterSeparator;
    }

    public static FabricException Malformed(string kind, string? text, string example) => new(
        ErrorTable.IdInvalid,
        $"{Shown(text)} is not {(kind[0] is 'a' ? "an" : "a")} {kind}.",
        $"It must look like {example}, in exactly that form; docs/reference/ids.md has the grammar.",
        "Correct it.");

    private static string Shown(string? text) => text switch
    {
        null => "Nothing",
        { Length: > 80 } => $"'{text[..80]}…'",
        _ => $"'{text}'",
    };
}
