using FsCheck;
using FsCheck.Fluent;
using InfraFabric.Coordinator.Migration;

namespace InfraFabric.Coordinator.Tests.Migration;

public sealed class BoardReaderPropertyTests
{
    // Pieces of which boards consist, in every order that chance finds.
    private static readonly string[] Pieces =
    [
        "\n", "\n", "\n", "\r\n", " ", "  ", "- ", "* ", "1. ", "> ", "# ", "### ", "|", "|", "|-|-|", "---", "===",
        "```", "~~~", "`", "**", "_", "~~", "<!--", "-->", "[ ] ", "[x] ", "(", ")", "[", "]", ": ", ", ", " and ", "-",
        "🔵", "🟢", "🟡", "🔴", "✅", "🚧", "AVAILABLE", "COMPLETED", "IN PROGRESS", "BLOCKED", "🔵 AVAILABLE",
        "🟢 COMPLETED", "🟡 IN PROGRESS (Session 3)", "P0.1.1", "P0.1.2", "P0.1", "P0", "TASK-7", "Write it",
        "Status: ", "Owner: ", "Depends on: ", "Blocks: ", "Session 3", "2h", "$4", "ID", "Status", "Phase 1", "\uFE0F",
        "\uD83D", "\0",
    ];

    private static readonly Arbitrary<string> Boards =
        Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary();

    [Fact]
    public void Read_AnyText_NeverThrows() =>
        Prop.ForAll<string>(text =>
        {
            BoardReader.Read("board.md", text ?? "");
            StatusReader.Read("STATUS-SESSION-1.yaml", text ?? "");
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_AnyLineWithAMark_IsATaskOrReported() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000).WithEndSize(60), Prop.ForAll(Boards, text =>
        {
            var (tasks, unread) = BoardReader.Read("board.md", text);
            var accounted = tasks.SelectMany(task => task.MarkedAt)
                .Concat(unread.Select(line => line.Source.Line)).ToHashSet();
            return text.ReplaceLineEndings("\n").Split('\n').Index()
                .Where(line => StateMark.IsIn(MarkdownText.Plain(line.Item)))
                .All(line => accounted.Contains(line.Index + 1));
        }));

    [Fact]
    public void Build_AnyBoards_HasNoDependencyThatDoesNotComeBefore() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithEndSize(80), Prop.ForAll(Boards, text =>
        {
            var (tasks, unread) = BoardReader.Read("board.md", text);
            var plan = PlanBuilder.Build("0123", 1, tasks, [], unread);
            var before = new HashSet<string>(StringComparer.Ordinal);
            return plan.Tasks.All(task => task.DependsOn.All(before.Contains) & before.Add(task.Label))
                && plan.Unread.SequenceEqual(unread)
                && plan.Tasks.Select(task => task.Label).ToHashSet().SetEquals(tasks.Select(task => task.Label));
        }));
}
