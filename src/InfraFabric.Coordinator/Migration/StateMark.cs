using System.Text.RegularExpressions;

namespace InfraFabric.Coordinator.Migration;

/// <summary>
/// A mark of a task's state, such as <c>🔵 AVAILABLE</c> or <c>🟡 IN PROGRESS (Session 3)</c>. A sign and a word
/// together are a mark wherever they stand; one alone is, only where a state is expected.
/// </summary>
/// <param name="State">What it says; null when its sign and its word differ.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends, the remark in parentheses after it included.</param>
/// <param name="Remark">The remark.</param>
internal readonly partial record struct StateMark(BoardState? State, int Start, int End, string Remark)
{
    private const string Words =
        "AVAILABLE|UNCLAIMED|NOT STARTED|TODO|COMPLETED?|DONE|FINISHED|IN[ -]?PROGRESS|CLAIMED|WIP|BLOCKED|STUCK";

    // Only where a state is expected: elsewhere these are too common.
    private const string MoreWords = "OPEN|READY|PENDING|TO DO|UNASSIGNED|CLOSED|MERGED|ACTIVE|ONGOING|WORKING|ON HOLD";

    private const string Signs = "🔵|🟢|🟡|🔴|✅";

    // Signs to which people give more than one meaning: the word beside them decides.
    private const string VagueSigns = "⚪|⬜|🟠|🚧|🔄|⏳|⏸|⛔|❌|✔|☑";

    /// <summary>Every sign with its word in a text.</summary>
    public static IReadOnlyList<StateMark> FindAll(string text) =>
        [.. FullForm().Matches(text).Select(match => Of(text, match))];

    public static bool IsIn(string text) => FullForm().IsMatch(text);

    /// <summary>The state that a text with a label speaks of: a whole mark, or a sign, or a word in brackets.</summary>
    public static StateMark? Find(string text)
    {
        var marks = FindAll(text);
        if (marks.Count == 0)
            marks = [.. ShortForm().Matches(text).Select(match => Of(text, match))];
        if (marks.Count == 0)
            return null;
        return marks.All(mark => mark.State == marks[0].State) ? marks[0] : marks[0] with { State = null };
    }

    /// <summary>The state that a text is, where nothing but a state is expected.</summary>
    public static StateMark? Read(string text)
    {
        if (Find(text) is { } mark)
            return mark;
        var word = WordForm().Match(text);
        return word.Success ? Of(text, word) : null;
    }

    private static StateMark Of(string text, Match match)
    {
        BoardState? bySign = match.Groups["sign"].Success ? StateOfSign(match.Groups["sign"].Value) : null;
        BoardState? byWord = match.Groups["word"].Success ? StateOfWord(match.Groups["word"].Value) : null;
        var differs = bySign is not null && byWord is not null && bySign != byWord;
        var end = match.Index + match.Length;
        var remark = RemarkForm().Match(text[end..]);
        return new StateMark(
            differs ? null : byWord ?? bySign, match.Index, end + remark.Length, remark.Groups["remark"].Value.Trim());
    }

    private static BoardState? StateOfSign(string sign) => sign switch
    {
        "🔵" => BoardState.Available,
        "🟡" => BoardState.InProgress,
        "🔴" => BoardState.Blocked,
        "🟢" or "✅" => BoardState.Completed,
        _ => null,
    };

    private static BoardState StateOfWord(string word) => word.ToUpperInvariant() switch
    {
        "AVAILABLE" or "UNCLAIMED" or "NOT STARTED" or "TODO" or "OPEN" or "READY" or "PENDING" or "TO DO"
            or "UNASSIGNED" => BoardState.Available,
        "COMPLETE" or "COMPLETED" or "DONE" or "FINISHED" or "CLOSED" or "MERGED" => BoardState.Completed,
        "BLOCKED" or "STUCK" or "ON HOLD" => BoardState.Blocked,
        _ => BoardState.InProgress,
    };

    [GeneratedRegex(
        $@"(?<sign>{Signs}|{VagueSigns})[ :*_\[-]*(?<word>{Words})\b\]?"
            + $@"|\b(?<word>{Words})[ :*_-]*(?<sign>{Signs}|{VagueSigns})",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex FullForm();

    [GeneratedRegex($@"(?<sign>{Signs})|[\[(](?<word>{Words})[\])]",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ShortForm();

    [GeneratedRegex($@"^\W*(?<word>{Words}|{MoreWords})\b",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex WordForm();

    [GeneratedRegex(
        @"^[ :–—-]*([\[(](?<remark>[^\])]*)[\])]"
            + @"|(?<remark>(by )?(session[ _#-]{0,3}\d{1,4}([_-][a-z0-9]+)*)|by @[a-z0-9_-]+)\b)",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex RemarkForm();
}
