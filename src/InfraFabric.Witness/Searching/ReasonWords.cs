using System.Globalization;
using System.Text;

namespace InfraFabric.Witness.Searching;

/// <summary>
/// The words of a reason as they are searched for: runs of letters and digits, without regard to case and to the
/// accents of Latin letters.
/// </summary>
internal static class ReasonWords
{
    private const int FirstAccented = 0xE0;

    // What a letter is without its accent, from U+00E0 to U+017F; a dot where it is a letter of its own. The framework
    // knows, but not where it is set up to be the same on every machine.
    private const string Plain =
        "aaaaaa.ceeeeiiii.nooooo..uuuuy.y"
        + "aaaaaaccccccccdd..eeeeeeeeeegggggggghh..iiiiiiiii...jjkk.llllll."
        + "...nnnnnn...oooooo..rrrrrrsssssssstttt..uuuuuuuuuuuuwwyyyzzzzzz.";

    /// <summary>The different words of a text.</summary>
    public static HashSet<string> Of(string? text)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        if (text is not null)
            words.UnionWith(Folded(text).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return words;
    }

    private static string Folded(string text)
    {
        if (Ascii.IsValid(text))
        {
            return string.Create(text.Length, text, static (folded, read) =>
            {
                for (var i = 0; i < read.Length; i++)
                    folded[i] = char.IsAsciiLetterOrDigit(read[i]) ? char.ToLowerInvariant(read[i]) : ' ';
            });
        }

        var letters = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark)
                continue;
            var letter = Rune.IsLetterOrDigit(rune) ? Rune.ToLowerInvariant(rune) : new Rune(' ');
            var plain = letter.Value - FirstAccented is >= 0 and var at && at < Plain.Length ? Plain[at] : '.';
            letters.Append(plain == '.' ? letter.ToString() : plain);
        }

        return letters.ToString();
    }
}
