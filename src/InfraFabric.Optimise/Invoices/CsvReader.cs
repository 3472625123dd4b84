using System.Text;

namespace InfraFabric.Optimise.Invoices;

/// <summary>Reads comma-separated values as RFC 4180 has them, with the line on which each row begins.</summary>
internal static class CsvReader
{
    public static List<(int Line, List<string> Cells)> Read(string text)
    {
        var rows = new List<(int, List<string>)>();
        var (at, line) = (0, 1);
        while (at < text.Length)
        {
            var begins = line;
            var cells = new List<string>();
            do
                cells.Add(Cell(text, ref at, ref line));
            while (at < text.Length && text[at++] == ',');
            if (cells is not [""])
                rows.Add((begins, cells));
        }

        return rows;
    }

    /// <summary>Reads a cell, and stands before the comma or at the end of the line.</summary>
    private static string Cell(string text, ref int at, ref int line)
    {
        if (at >= text.Length || text[at] != '"')
        {
            var from = at;
            while (at < text.Length && text[at] is not (',' or '\n'))
                at++;
            if (at < text.Length && text[at] == '\n')
                line++;
            return text[from..at].Trim();
        }

        var cell = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"' && (at + 1 >= text.Length || text[++at] != '"'))
                break;
            if (text[at] == '\n')
                line++;
            cell.Append(text[at]);
        }

        while (at < text.Length && text[at] is not (',' or '\n'))
            at++;
        if (at < text.Length && text[at] == '\n')
            line++;
        return cell.ToString();
    }
}
