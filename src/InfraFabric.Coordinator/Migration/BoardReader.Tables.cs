namespace InfraFabric.Coordinator.Migration;

/// <content>Tables: one row, one task.</content>
internal sealed partial class BoardReader
{
    /// <summary>Whether the line belongs to a table.</summary>
    private bool TakeTable(string line, string next, SourceLine at)
    {
        var isRow = line.Contains('|') && (_table is not null || line.TrimStart(' ', '>').StartsWith('|'));
        if (line.Contains('|') && MarkdownText.IsTableRule(next))
        {
            _open = null;
            _table = TableColumns.Of(MarkdownText.Cells(line));
            RefuseIfMarked(line, at, "It is the head of a table.");
            return true;
        }

        if (!isRow)
        {
            _table = null;
            return false;
        }

        if (!MarkdownText.IsTableRule(line))
            TakeRow(line, MarkdownText.Cells(line), _table ?? TableColumns.None, at);
        return true;
    }

    private void TakeRow(string line, IReadOnlyList<string> cells, TableColumns columns, SourceLine at)
    {
        var status = TableColumns.Cell(cells, columns.State);
        var all = string.Join(" | ", cells);
        var mark = status.Length > 0 ? StateMark.Read(status) : StateMark.FindAll(all) is [var only] ? only : null;
        var idAt = IdColumn(cells, columns);
        if (idAt < 0)
        {
            RefuseIfMarked(line, at, "The row has no task id.");
            return;
        }

        TaskLabel.TryTake(WithoutMark(cells[idAt]), out var label, out var rest);
        if (mark?.State is not { } state)
        {
            if (columns.State is not null || StateMark.IsIn(all))
                Refuse(line, at, WhyNoState(status, all));
            return;
        }

        var task = Begin(label, at);
        Mark(task, state, mark.Value.Remark, at);
        var titleAt = columns.Title is { } column && column != idAt ? column : FirstOther(cells, columns, idAt, rest);
        var title = titleAt is { } other ? TableColumns.Cell(cells, other) : rest;
        task.Title = LineDetails.Take(task, WithoutMark(title));
        TakeCells(task, line, cells, columns, at);
        _open = null;
    }

    private void TakeCells(
        BoardTask task, string line, IReadOnlyList<string> cells, TableColumns columns, SourceLine at)
    {
        if (columns.Session is not null)
            task.Session = SessionLabel.Read(TableColumns.Cell(cells, columns.Session)) ?? task.Session;
        if (TableColumns.Cell(cells, columns.Phase) is { Length: > 0 } phase)
            task.Phase = HeadingText(phase);
        if (columns.DependsOn is not null && !LineDetails.TryDepend(task, TableColumns.Cell(cells, columns.DependsOn)))
            Refuse(line, at, NoSuchDependency(TableColumns.Cell(cells, columns.DependsOn)));
        if (columns.Hours is not null && !LineDetails.TryHours(task, TableColumns.Cell(cells, columns.Hours)))
            Refuse(line, at, $"'{Shown(TableColumns.Cell(cells, columns.Hours))}' is no number of hours.");
        if (columns.Cost is not null && !LineDetails.TryCost(task, TableColumns.Cell(cells, columns.Cost)))
            Refuse(line, at, $"'{Shown(TableColumns.Cell(cells, columns.Cost))}' is no number of dollars.");
    }

    private static int IdColumn(IReadOnlyList<string> cells, TableColumns columns)
    {
        if (columns.Id is { } id && TaskLabel.TryTake(WithoutMark(TableColumns.Cell(cells, id)), out _, out _))
            return id;
        for (var at = 0; at < cells.Count; at++)
        {
            if (at != columns.DependsOn && TaskLabel.TryTake(WithoutMark(cells[at]), out _, out _))
                return at;
        }

        return -1;
    }

    // Where no column is called the title: what stands after the id, else the first cell that is nothing else.
    private static int? FirstOther(IReadOnlyList<string> cells, TableColumns columns, int idAt, string rest)
    {
        if (LineDetails.Tidy(WithoutMark(rest)).Length > 0)
            return null;
        int?[] known =
        [
            idAt, columns.State, columns.Session, columns.DependsOn, columns.Hours, columns.Cost, columns.Phase,
        ];
        for (var at = 0; at < cells.Count; at++)
        {
            if (!known.Contains(at) && LineDetails.Tidy(WithoutMark(cells[at])).Length > 0)
                return at;
        }

        return null;
    }

    private static string WhyNoState(string status, string row) =>
        StateMark.FindAll(row).Count > 1 ? "The row has more than one mark of a state."
        : StateMark.IsIn(row) ? "The sign and the word of its mark mean different states."
        : $"'{Shown(status)}' is no state that is known.";

    private static string NoSuchDependency(string list) =>
        $"Not all of the dependency '{Shown(list)}' names tasks; only what does is kept.";

    private static string WithoutMark(string text) =>
        StateMark.Find(text) is { } mark ? $"{text[..mark.Start]} {text[mark.End..]}" : text;

    // What people write after a mark is who has the task, the details of it, or why it is blocked.
    private static void TakeRemark(BoardTask task, string remark)
    {
        var rest = LineDetails.Tidy(LineDetails.Take(task, $"({remark})").TrimStart('(').TrimEnd(')'));
        task.Session ??= SessionLabel.Find(rest);
        if (rest.Length > 0)
            task.Reasons.Add(rest);
    }
}
