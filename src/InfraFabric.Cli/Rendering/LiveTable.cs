using Spectre.Console;
using Spectre.Console.Rendering;

namespace InfraFabric.Cli.Rendering;

/// <summary>A table on a terminal that is drawn again in its place whenever it changes.</summary>
internal sealed class LiveTable
{
    // The headings, the caption, and the line on which the cursor rests.
    private const int LinesAround = 3;

    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings());
    private readonly IReadOnlyList<string> _headings;
    private LiveDisplayContext? _display;

    private LiveTable(IReadOnlyList<string> headings) => _headings = headings;

    /// <summary>Shows a table while some work goes on that changes it.</summary>
    public static Task RunAsync(IReadOnlyList<string> headings, Func<LiveTable, Task> work)
    {
        var table = new LiveTable(headings);
        return table._console.Live(new Text("")).StartAsync(display =>
        {
            table._display = display;
            return work(table);
        });
    }

    /// <summary>Draws the table anew: as many rows as there is room for, and a line below them.</summary>
    public void Show(IReadOnlyList<string[]> rows, string caption)
    {
        var room = Math.Max(1, _console.Profile.Height - LinesAround);
        var table = new Table { Border = TableBorder.None };
        foreach (var heading in _headings)
            table.AddColumn(new TableColumn(new Text(heading, new Style(decoration: Decoration.Bold))).PadRight(2));
        foreach (var row in rows.Take(room))
            table.AddRow(row.Select(cell => new Text(SafeText.Of(cell)) { Overflow = Overflow.Ellipsis }));
        var rest = rows.Count > room ? $"; {rows.Count - room} more are not shown" : "";
        // This draws it, too.
        _display!.UpdateTarget(new Rows((IRenderable[])[table, new Text(SafeText.Of(caption + rest))]));
    }
}
