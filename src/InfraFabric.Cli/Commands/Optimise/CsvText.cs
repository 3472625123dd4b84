using System.Globalization;
using System.Text;

namespace InfraFabric.Cli.Commands.Optimise;

/// <summary>Lines of comma-separated values, as RFC 4180 has them.</summary>
internal static class CsvText
{
    public static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(Cell));

    private static string Cell(string text)
    {
        // A program for tables would take such a text for a formula, and names of models come from outside.
        if (text.Length > 0 && (text[0] is '=' or '+' or '@' or '\t' or '\r' || (text[0] == '-' && !IsNumber(text))))
            text = $"'{text}";
        if (text.AsSpan().IndexOfAny(",\"\r\n") < 0)
            return text;
        return new StringBuilder("\"").Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"')
            .ToString();
    }

    private static bool IsNumber(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
