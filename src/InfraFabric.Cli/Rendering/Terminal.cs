using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace InfraFabric.Cli.Rendering;

/// <summary>Where a command shows its result: text on standard output, or one JSON document.</summary>
internal sealed class Terminal(bool json, string? trace)
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions Readable = Compact with { Indented = true };

    private readonly TextWriter _out = Console.Out;
    private readonly TextWriter _error = Console.Error;

    public bool Json => json;

    /// <summary>Whether a program reads the result, rather than a person.</summary>
    public bool Redirected { get; } = Console.IsOutputRedirected;

    /// <summary>Shows a result as JSON, or as the text that the command makes of it.</summary>
    public void Answer<T>(T result, Func<JsonTypeInfo<T>> type, Action<T, Terminal> show)
    {
        if (!json)
        {
            show(result, this);
            return;
        }

        WriteJson(result, type(), Readable);
    }

    /// <summary>Shows one of many results as one line of JSON, at once.</summary>
    public void JsonLine<T>(T result, JsonTypeInfo<T> type) => WriteJson(result, type, Compact);

    /// <summary>Shows a line, at once.</summary>
    public void Line(string text = "") => _out.WriteLine(Redirected ? text : SafeText.Of(text));

    /// <summary>Writes bytes as they are.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        _out.Flush();
        using var output = Console.OpenStandardOutput();
        output.Write(bytes);
    }

    /// <summary>Tells a person, not a program, how to go on.</summary>
    public void Hint(string text) => _error.WriteLine(SafeText.Of(text));

    /// <summary>Shows rows under headings.</summary>
    public void Table(IReadOnlyList<string> headings, IEnumerable<string[]> rows)
    {
        if (Redirected)
        {
            PlainTable([[.. headings], .. rows]);
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_out) });
        var table = new Table { Border = TableBorder.None };
        foreach (var heading in headings)
            table.AddColumn(new TableColumn(new Text(heading, new Style(decoration: Decoration.Bold))).PadRight(2));
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(SafeText.Of(cell))));
        console.Write(table);
    }

    // Nobody sees bold or breaks lines where a program reads.
    private void PlainTable(IReadOnlyList<string[]> rows)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            var line = new StringBuilder();
            for (var column = 0; column < rows[row].Length; column++)
            {
                var width = rows.Max(cells => cells[column].Length) + 2;
                line.Append(rows[row][column].PadRight(width));
            }

            _out.WriteLine(line.ToString().TrimEnd());
        }
    }

    /// <summary>Prints the trace token, if it was asked for and is not part of a document.</summary>
    public void Trace()
    {
        if (trace is not null && !json)
            _error.WriteLine($"trace: {trace}");
    }

    private void WriteJson<T>(T result, JsonTypeInfo<T> type, JsonWriterOptions options)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, options))
        {
            if (trace is null)
                JsonSerializer.Serialize(writer, result, type);
            else
                WithTrace(JsonSerializer.SerializeToNode(result, type)!).WriteTo(writer);
        }

        text.WriteByte((byte)'\n');
        Bytes(text.GetBuffer().AsSpan(0, (int)text.Length));
    }

    private JsonNode WithTrace(JsonNode document)
    {
        document["trace"] = trace;
        return document;
    }
}
