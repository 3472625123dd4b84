using System.Text.RegularExpressions;

namespace InfraFabric.Coordinator.Migration;

/// <content>Headings, items of lists and paragraphs, and the lines under them that say more of their task.</content>
internal sealed partial class BoardReader
{
    private void TakeText(string line, SourceLine at, bool isHeading)
    {
        var body = MarkdownText.Body(line, out var ticked);
        var text = MarkdownText.Plain(body);
        if (text.Length == 0 || (!isHeading && TakeFields(line, text, at)))
            return;
        if (StateMark.IsIn(text) && MarkdownText.CodeIn(body).Any(code => StateMark.IsIn(MarkdownText.Plain(code))))
            Refuse(line, at, "The mark is quoted as code, as in an explanation.");
        else if (TaskLabel.TryTake(text, out var label, out var rest))
            TakeLabelled(line, label, rest, ticked, at);
        else
            TakeMarked(line, text, at);
    }

    private void TakeLabelled(string line, string label, string rest, bool? ticked, SourceLine at)
    {
        var mark = StateMark.Find(rest);
        if (mark is { State: null })
        {
            Refuse(line, at, WhyUnclear(rest));
            return;
        }

        if (mark is not null && IsSummary(rest))
        {
            Refuse(line, at, "It names several tasks; one line is one task.");
            return;
        }

        var task = Begin(label, at);
        if (mark is { State: { } state } found)
            Mark(task, state, found.Remark, at);
        else if (ticked is { } done)
            task.State = done ? BoardState.Completed : BoardState.Available;

        task.Title = LineDetails.Take(task, WithoutMark(rest));
    }

    private void TakeMarked(string line, string text, SourceLine at)
    {
        if (StateMark.Find(text) is not { } mark)
            return;
        var before = LineDetails.Tidy(text[..mark.Start]);
        var after = text[mark.End..];
        if (before.Length == 0 && TaskLabel.TryTake(after, out var label, out var rest))
        {
            if (mark.State is null || StateMark.Find(rest) is not null)
                Refuse(line, at, WhyUnclear(text));
            else if (IsSummary(rest))
                Refuse(line, at, "It names several tasks; one line is one task.");
            else
                TakeNew(label, mark.State.Value, mark.Remark, rest, at);
            return;
        }

        if (!StateMark.IsIn(text))
            return;
        if (before.Length == 0 && !TaskLabel.IsIn(after) && _open is { State: null } open && mark.State is { } state)
        {
            Mark(open, state, mark.Remark, at);
            TakeRemark(open, after);
            return;
        }

        Refuse(line, at, TaskLabel.IsIn(text)
            ? "Neither the mark nor a task id begins the line, or other words stand between them."
            : "There is no task id.");
    }

    private void TakeNew(string label, BoardState state, string remark, string rest, SourceLine at)
    {
        var task = Begin(label, at);
        Mark(task, state, remark, at);
        task.Title = LineDetails.Take(task, rest);
    }

    /// <summary>Whether the line is fields, such as <c>Status: 🔵 AVAILABLE | Owner: Session 3</c>.</summary>
    private bool TakeFields(string line, string text, SourceLine at)
    {
        if (_open is not { } open || !FieldForm().IsMatch(text))
            return false;
        foreach (var part in text.Split(" | "))
        {
            var field = FieldForm().Match(part);
            var taken = field.Success
                ? TakeField(open, field.Groups["key"].Value.ToLowerInvariant(), field.Groups["value"].Value.Trim(), at)
                : StateMark.IsIn(part) ? "It follows a field on the same line and has no name." : null;
            if (taken is not null)
                Refuse(line, at, taken);
        }

        return true;
    }

    /// <summary>Why a field could not be read; null when it was.</summary>
    private static string? TakeField(BoardTask task, string key, string value, SourceLine at)
    {
        if (key is not ("status" or "state") && StateMark.IsIn(value))
            return "Only a status says a state.";
        switch (key)
        {
            case "status" or "state":
                return TakeStatus(task, value, at);
            case "owner" or "session" or "assignee" or "assigned to" or "claimed by":
                task.Session = SessionLabel.Read(value) ?? task.Session;
                return null;
            case "estimate" or "estimated" or "duration" or "hours" or "effort" or "time":
                return LineDetails.TryHours(task, value) ? null : $"'{Shown(value)}' is no number of hours.";
            case "cost" or "budget":
                return LineDetails.TryCost(task, value) ? null : $"'{Shown(value)}' is no number of dollars.";
            case "title":
                task.Title = task.Title.Length > 0 ? task.Title : LineDetails.Tidy(value);
                return null;
            case "phase":
                task.Phase = HeadingText(value);
                return null;
            case "blocker" or "reason":
                task.Reasons.Add(value);
                return null;
            case "blocks" or "unblocks":
                return LineDetails.TryNames(value, task.Blocks) ? null : NoSuchDependency(value);
            default:
                if (LineDetails.TryDepend(task, value))
                    return null;
                // "Blocked by: no test card" is a reason; "Depends on: the other team" is a dependency that is lost.
                if (key != "blocked by")
                    return NoSuchDependency(value);
                task.Reasons.Add(value);
                return null;
        }
    }

    private static string? TakeStatus(BoardTask task, string value, SourceLine at)
    {
        if (StateMark.Read(value) is not { } mark)
            return $"'{Shown(value)}' is no state that is known.";
        if (mark.State is not { } state)
            return WhyUnclear(value);
        if (task.State is { } before && before != state)
            return $"The task is marked otherwise at line {task.Source.Line}.";
        Mark(task, state, mark.Remark, at);
        TakeRemark(task, $"{value[..mark.Start]} {value[mark.End..]}");
        return null;
    }

    // P0.1.1, P0.1.2 and P0.1.3: ids, and nothing between them that could be a title.
    private static bool IsSummary(string rest) => SummaryForm().IsMatch(WithoutMark(rest));

    private static string WhyUnclear(string text) => StateMark.FindAll(text).Count > 1
        ? "It has more than one mark of a state."
        : "The sign and the word of its mark mean different states.";

    [GeneratedRegex(
        @"^(?<key>status|state|owner|session|assignee|assigned to|claimed by|depends on|dependencies|dependency|deps"
            + "|requires|after|blocked by|blocker|reason|blocks|unblocks|estimate|estimated|duration|hours|effort|time"
            + "|cost|budget|title|phase)"
            + @"\s*:(?<value>.*)$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex FieldForm();

    [GeneratedRegex(@"^ ?(,|&|\+|/|-|–|—|\band\b|\bto\b) ?[A-Z]{1,6}\d{1,4}(\.\d{1,4}){1,5}",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex SummaryForm();
}
