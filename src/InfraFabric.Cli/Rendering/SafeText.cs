using System.Globalization;
using System.Text;

namespace InfraFabric.Cli.Rendering;

/// <summary>
/// Text of others on its way to a terminal. A control character could move the cursor, hide lines or answer for the
/// user, so it is spelled out instead of sent.
/// </summary>
internal static class SafeText
{
    public static string Of(string text)
    {
        if (!text.Any(IsUnsafe))
            return text;
        var safe = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (IsUnsafe(character))
                safe.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
            else
                safe.Append(character);
        }

        return safe.ToString();
    }

    // The bidirectional marks are no controls, but can make a line read as another.
    private static bool IsUnsafe(char character) =>
        (char.IsControl(character) && character is not ('\n' or '\t'))
        || character is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
