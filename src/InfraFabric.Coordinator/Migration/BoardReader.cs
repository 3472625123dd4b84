using System.Text.RegularExpressions;

namespace InfraFabric.Coordinator.Migration;

/// <summary>
/// Reads one Markdown file as a board. Every line with a mark of a task's state either says something of a task, or is
/// reported with the reason why it could not be read.
/// </summary>
internal sealed partial class BoardReader(string file)
{
    private readonly List<BoardTask> _tasks = [];
    private readonly List<UnreadLine> _unread = [];
    private readonly string?[] _headings = new string?[7];

    // The task that the next lines may say more about.
    private BoardTask? _open;
    private TableColumns? _table;
    private string? _fence;
    private bool _inComment;

    /// <summary>The tasks of a board, and what could not be read.</summary>
    public static (IReadOnlyList<BoardTask> Tasks, IReadOnlyList<UnreadLine> Unread) Read(string file, string text)
    {
        var reader = new BoardReader(file);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
            reader.Take(lines[i], i + 1 < lines.Length ? lines[i + 1] : "", i + 1);
        return ([.. reader._tasks.Where(task => task.State is not null)], reader._unread);
    }

    private void Take(string whole, string next, int number)
    {
        var at = new SourceLine(file, number);
        if (_fence is not null || FenceForm().IsMatch(whole))
        {
            TakeFence(whole, at);
            return;
        }

        var line = WithoutComments(whole, at);
        if (line.Length > MigrationLimits.MaxLineLength)
        {
            RefuseIfMarked(line, at, $"It has more than {MigrationLimits.MaxLineLength} characters.");
            return;
        }

        if (TakeTable(line, next, at))
            return;
        var heading = HeadingForm().Match(line);
        if (heading.Success)
            TakeHeading(heading.Groups["text"].Value, heading.Groups["level"].Length, at);
        else if (UnderlineForm().IsMatch(next) && !string.IsNullOrWhiteSpace(line) && !ItemForm().IsMatch(line))
            TakeHeading(line, next.TrimStart()[0] == '=' ? 1 : 2, at);
        else if (!string.IsNullOrWhiteSpace(line))
            TakeText(line, at, isHeading: false);
    }

    // What stands in a block of code is an example.
    private void TakeFence(string line, SourceLine at)
    {
        if (_fence is null)
            _fence = FenceForm().Match(line).Groups["fence"].Value;
        else if (FenceEndForm().Match(line).Groups["fence"].Value.StartsWith(_fence, StringComparison.Ordinal))
            _fence = null;
        RefuseIfMarked(line, at, "It stands in a block of code, which is an example.");
    }

    private string WithoutComments(string line, SourceLine at)
    {
        if (!_inComment && !line.Contains("<!--", StringComparison.Ordinal))
            return line;
        var rest = line;
        var kept = "";
        while (true)
        {
            var edge = rest.IndexOf(_inComment ? "-->" : "<!--", StringComparison.Ordinal);
            var part = edge < 0 ? rest : rest[..edge];
            // The space keeps apart what the comment kept apart.
            if (!_inComment)
                kept += $"{part} ";
            else if (StateMark.IsIn(MarkdownText.Plain(part)))
                Refuse(line, at, "It stands in a comment.");
            if (edge < 0)
                return kept;
            rest = rest[(edge + (_inComment ? 3 : 4))..];
            _inComment = !_inComment;
        }
    }

    private void TakeHeading(string text, int level, SourceLine at)
    {
        _open = null;
        Array.Clear(_headings, level, _headings.Length - level);
        if (!TaskLabel.TryTake(MarkdownText.Plain(text), out _, out _) || IsPhase(text))
            _headings[level] = HeadingText(text);
        TakeText(text, at, isHeading: true);
    }

    private static string HeadingText(string text)
    {
        var plain = MarkdownText.Plain(text);
        if (StateMark.Find(plain) is { } mark)
            plain = $"{plain[..mark.Start]} {plain[mark.End..]}";
        var tidy = LineDetails.Tidy(plain);
        const int Most = CoordinatorLimits.MaxLabelLength;
        return tidy.Length <= Most ? tidy : $"{tidy[..(Most - 1)]}…";
    }

    private string? Phase() =>
        _headings.LastOrDefault(heading => heading is not null && IsPhase(heading))
        ?? _headings.Skip(2).LastOrDefault(heading => !string.IsNullOrEmpty(heading));

    private static bool IsPhase(string heading) => heading.Contains("phase", StringComparison.OrdinalIgnoreCase);

    private BoardTask Begin(string label, SourceLine at)
    {
        _open = new BoardTask(label, at) { Phase = Phase() };
        _tasks.Add(_open);
        return _open;
    }

    private static void Mark(BoardTask task, BoardState state, string remark, SourceLine at)
    {
        task.State = state;
        task.MarkedAt.Add(at.Line);
        TakeRemark(task, remark);
    }

    private void RefuseIfMarked(string line, SourceLine at, string why)
    {
        if (StateMark.IsIn(MarkdownText.Plain(line)))
            Refuse(line, at, why);
    }

    private void Refuse(string line, SourceLine at, string why) => _unread.Add(new UnreadLine(at, Shown(line), why));

    internal static string Shown(string line)
    {
        var text = line.Trim();
        return text.Length <= MigrationLimits.MaxShownLength ? text : $"{text[..MigrationLimits.MaxShownLength]}…";
    }

    [GeneratedRegex(@"^[\s>]*([-*+]\s+)?((?<fence>`{3,})[^`]*|(?<fence>~{3,}).*)$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FenceForm();

    [GeneratedRegex(@"^[\s>]*(?<fence>`{3,}|~{3,})\s*$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FenceEndForm();

    [GeneratedRegex(@"^\s{0,3}(?<level>#{1,6})\s+(?<text>.*?)\s*#*\s*$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex HeadingForm();

    [GeneratedRegex(@"^\s{0,3}(=+|-{2,})\s*$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex UnderlineForm();

    [GeneratedRegex(@"^\s*([-*+]|\d{1,4}[.)])\s", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ItemForm();
}
