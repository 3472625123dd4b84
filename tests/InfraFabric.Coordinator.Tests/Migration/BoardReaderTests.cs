using InfraFabric.Coordinator.Migration;

namespace InfraFabric.Coordinator.Tests.Migration;

public sealed class BoardReaderTests
{
    [Theory]
    [InlineData("- 🔵 AVAILABLE P0.1.2: Write it", BoardState.Available)]
    [InlineData("- 🔵 AVAILABLE **P0.1.2**: Write it", BoardState.Available)]
    [InlineData("🔵️ **AVAILABLE** — P0.1.2 — Write it", BoardState.Available)]
    [InlineData("* **🔵 AVAILABLE:** `P0.1.2` Write it", BoardState.Available)]
    [InlineData("- P0.1.2 Write it 🔵 AVAILABLE", BoardState.Available)]
    [InlineData("- P0.1.2 Write it (🔵 available)", BoardState.Available)]
    [InlineData("- **P0.1.2** [Write it](how.md) - AVAILABLE 🔵", BoardState.Available)]
    [InlineData("1. Task P0.1.2: Write it 🔵", BoardState.Available)]
    [InlineData("> - 🔵 P0.1.2 Write it", BoardState.Available)]
    [InlineData("#### 🔵 AVAILABLE: P0.1.2 Write it", BoardState.Available)]
    [InlineData("#### P0.1.2: Write it 🔵 AVAILABLE ####", BoardState.Available)]
    [InlineData("- [ ] P0.1.2 Write it", BoardState.Available)]
    [InlineData("- [x] P0.1.2 Write it", BoardState.Completed)]
    [InlineData("- [ ] P0.1.2 Write it 🟢 DONE", BoardState.Completed)]
    [InlineData("- ✅ COMPLETED p0.1.2 Write it", BoardState.Completed)]
    [InlineData("- ~~P0.1.2 Write it~~ 🟢 COMPLETE", BoardState.Completed)]
    [InlineData("- 🟡 IN-PROGRESS P0.1.2 Write it", BoardState.InProgress)]
    [InlineData("- P0.1.2 Write it [CLAIMED]", BoardState.InProgress)]
    [InlineData("- 🚧 IN PROGRESS P0.1.2 Write it", BoardState.InProgress)]
    [InlineData("### ✅ P0.1.2: Write it", BoardState.Completed)]
    [InlineData("- 🔴 BLOCKED P0.1.2 Write it", BoardState.Blocked)]
    [InlineData("- ⛔ BLOCKED P0.1.2 Write it", BoardState.Blocked)]
    [InlineData("|ID|Title|Status|\n|-|-|-|\n|P0.1.2|Write it|Open|", BoardState.Available)]
    [InlineData("|ID|Title|Status|\n|-|-|-|\n|P0.1.2|Write it|on hold|", BoardState.Blocked)]
    [InlineData("| P0.1.2 | Write it | 🔴 BLOCKED |", BoardState.Blocked)]
    [InlineData("| 🔴 BLOCKED | P0.1.2: Write it |", BoardState.Blocked)]
    public void Read_OneTask_HasItsLabelTitleAndState(string line, BoardState state)
    {
        var (tasks, unread) = BoardReader.Read("board.md", line);

        unread.ShouldBeEmpty();
        var task = tasks.ShouldHaveSingleItem();
        task.Label.ShouldBe("P0.1.2");
        task.Title.ShouldBe("Write it");
        task.State.ShouldBe(state);
    }

    [Theory]
    [InlineData("F2.3b")]
    [InlineData("P0.1")]
    [InlineData("P10.20.30.40")]
    [InlineData("TASK-12")]
    public void Read_OtherLabels_AreKnown(string label) =>
        Only($"- 🔵 AVAILABLE {label} Write it").Label.ShouldBe(label);

    [Theory]
    [InlineData("- 🟡 IN PROGRESS (Session 3) P0.1 It", "session-3")]
    [InlineData("- 🟡 IN PROGRESS [session-4-sip] P0.1 It", "session-4-sip")]
    [InlineData("- 🟡 CLAIMED by Session 2: P0.1 It", "session-2")]
    [InlineData("- 🟡 CLAIMED by @mesh-team P0.1 It", "mesh-team")]
    [InlineData("### P0.1 It\n**Status:** 🟡 IN PROGRESS - Session 7 (since Monday)", "session-7")]
    [InlineData("- P0.1 It 🟡 CLAIMED (by Session 12, on Monday)", "session-12")]
    [InlineData("- P0.1 It (Owner: Session 3) 🟡 IN PROGRESS", "session-3")]
    [InlineData("- P0.1 It, claimed by @Session_3_h323 🟡 IN PROGRESS", "session-3-h323")]
    [InlineData("- P0.1 It 🟡 IN PROGRESS\n  - **Owner:** The Encoder Team", "the-encoder-team")]
    [InlineData("|ID|Status|Assigned to|\n|-|-|-|\n|P0.1|🟡 IN PROGRESS|Session 3|", "session-3")]
    [InlineData("|ID|Status|Session|\n|-|-|-|\n|P0.1|🟡 IN PROGRESS|unassigned|", null)]
    public void Read_SomebodyHasTheTask_SaysWho(string text, string? session) =>
        Only(text).Session.ShouldBe(session);

    [Theory]
    [InlineData("- 🔵 AVAILABLE P0.4 It (depends on P0.1)", "P0.1")]
    [InlineData("- 🔵 AVAILABLE P0.4 It - Depends on: P0.1, P0.2 and P0.3", "P0.1 P0.2 P0.3")]
    [InlineData("- 🔵 AVAILABLE P0.4 It (deps: P0.1-P0.3, 2h)", "P0.1 P0.2 P0.3")]
    [InlineData("- 🔵 AVAILABLE P0.4 It\n  - Dependencies: P0.1 (the first), P1", "P0.1 P1")]
    [InlineData("- 🔵 AVAILABLE P0.4 It\n  - Depends on: none", "")]
    [InlineData("|Deps|State|ID|\n|-|-|-|\n|P0.1|🔵|P0.4|", "P0.1")]
    public void Read_Dependencies_AreItsOwn(string text, string labels) =>
        string.Join(" ", Only(text).DependsOn).ShouldBe(labels);

    [Theory]
    [InlineData("- 🔵 AVAILABLE P0.1 It (2h, $4.50)", 2, 4_500_000)]
    [InlineData("- 🔵 AVAILABLE P0.1 It - 1.5-2.5 hours - $3-$5", 2.5, 5_000_000)]
    [InlineData("- 🔵 AVAILABLE P0.1 It\n  - Estimate: ~3 hours\n  - Budget: $7", 3, 7_000_000)]
    [InlineData("|ID|Status|Cost ($)|Est. hours|\n|-|-|-|-|\n|P0.1|🔵|2.25|8|", 8, 2_250_000)]
    public void Read_HoursAndCost_AreTakenWithTheirEnd(string text, double hours, long microUsd)
    {
        var task = Only(text);

        task.Hours.ShouldBe(hours);
        task.Budget!.Value.MicroUsd.ShouldBe(microUsd);
    }

    [Theory]
    [InlineData("- 🔵 AVAILABLE P0.1 Support 24h clocks")]
    [InlineData("- 🔵 AVAILABLE P0.1 Support $5 coins")]
    [InlineData("- 🔵 AVAILABLE P0.1 Keep snake_case and a*b")]
    public void Read_TitleWithNumbersOrMarks_KeepsItsWords(string line) =>
        Only(line).Title.Replace("ab", "a*b", StringComparison.Ordinal).ShouldBe(line["- 🔵 AVAILABLE P0.1 ".Length..]);

    [Theory]
    [InlineData("## Phase 2: Later\n### Tools\n- 🔵 AVAILABLE P0.1 It", "Phase 2: Later")]
    [InlineData("# Board\n## Tools\n- 🔵 AVAILABLE P0.1 It", "Tools")]
    [InlineData("Phase 3\n---\n- 🔵 AVAILABLE P0.1 It", "Phase 3")]
    [InlineData("## Phase 1\n## Other\n### P0.1 It\nStatus: 🔵 AVAILABLE", "Other")]
    [InlineData("# Board\n- 🔵 AVAILABLE P0.1 It", null)]
    [InlineData("|ID|Phase|Status|\n|-|-|-|\n|P0.1|Phase 7|🔵|", "Phase 7")]
    public void Read_Headings_GiveThePhase(string text, string? phase) => Only(text).Phase.ShouldBe(phase);

    [Theory]
    [InlineData("### P0.1 It\n\nStatus: 🔵 AVAILABLE")]
    [InlineData("### P0.1 It\n🔵 AVAILABLE")]
    [InlineData("### P0.1 It\n- **State**: AVAILABLE")]
    [InlineData("### P0.1: It\nOwner: - | Status: 🔵 AVAILABLE | Est: 2h")]
    [InlineData("- **P0.1** It\n  - Status: `🔵 AVAILABLE`")]
    public void Read_StateUnderTheTask_IsItsState(string text)
    {
        var task = Only(text);

        task.State.ShouldBe(BoardState.Available);
        task.Title.ShouldBe("It");
        task.Source.Line.ShouldBe(1);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    [InlineData("\n")]
    public void Read_AnyLineEnding_CountsLinesAlike(string end)
    {
        var task = Only($"# Board{end}{end}- 🔵 AVAILABLE P0.1 It{end}");

        task.Source.ShouldBe(new SourceLine("board.md", 3));
        task.Title.ShouldBe("It");
    }

    [Theory]
    [InlineData("### P0.1 It\nNothing said of it")]
    [InlineData("The plan names P0.1 and P0.2.")]
    [InlineData("- 🔵 blue is our colour")]
    [InlineData("| P0.1 | P0.2 |\n|---|---|\n| P0.1 | waits |")]
    public void Read_TextWithoutMarks_HasNoTasks(string text)
    {
        var (tasks, unread) = BoardReader.Read("board.md", text);

        tasks.ShouldBeEmpty();
        unread.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("🔵 AVAILABLE without an id", "There is no task id.")]
    [InlineData("Look for `🔵 AVAILABLE` in P0.1", "The mark is quoted as code, as in an explanation.")]
    [InlineData("🟢 AVAILABLE P0.1 It", "The sign and the word of its mark mean different states.")]
    [InlineData("P0.1 It 🔵 AVAILABLE 🟢 DONE", "It has more than one mark of a state.")]
    [InlineData("🟢 DONE: P0.1, P0.2 and P0.3", "It names several tasks; one line is one task.")]
    [InlineData("P0.1 - P0.3 🟢 DONE", "It names several tasks; one line is one task.")]
    [InlineData("See P0.1 🔵 AVAILABLE",
        "Neither the mark nor a task id begins the line, or other words stand between them.")]
    [InlineData("<!-- 🔵 AVAILABLE P0.1 It -->", "It stands in a comment.")]
    [InlineData("<!--\n🔵 AVAILABLE P0.1 It\n-->", "It stands in a comment.")]
    [InlineData("```\n- 🔵 AVAILABLE P0.1 It\n```", "It stands in a block of code, which is an example.")]
    [InlineData("~~~md\n```\n- 🔵 AVAILABLE P0.1 It", "It stands in a block of code, which is an example.")]
    [InlineData("|a|\n|-|\n|🔵 AVAILABLE|", "The row has no task id.")]
    [InlineData("|ID|Status|\n|-|-|\n|P0.1|maybe|", "'maybe' is no state that is known.")]
    [InlineData("|ID|Status|\n|-|-|\n|P0.1||", "'' is no state that is known.")]
    [InlineData("|P0.1|🔵 AVAILABLE|🟢 DONE|", "The row has more than one mark of a state.")]
    public void Read_MarkThatCannotBeUnderstood_IsReportedWithItsReason(string text, string why)
    {
        var (tasks, unread) = BoardReader.Read("board.md", text);

        tasks.ShouldBeEmpty();
        var line = unread.ShouldHaveSingleItem();
        line.Why.ShouldBe(why);
        text.Split('\n')[line.Source.Line - 1].ShouldBe(line.Text);
    }

    [Theory]
    [InlineData("- 🔵 AVAILABLE P0.1 It\n  - Depends on: the other team", 2)]
    [InlineData("- 🔵 AVAILABLE P0.1 It\n  - Depends on: P0.2, the other team", 2)]
    [InlineData("- 🔵 AVAILABLE P0.1 It\n  - Depends on: P0.2 to P1.3", 2)]
    [InlineData("- 🔵 AVAILABLE P0.1 It\n  - Estimate: some", 2)]
    [InlineData("- 🔵 AVAILABLE P0.1 It\n  - Status: 🟢 DONE", 2)]
    [InlineData("- 🔵 AVAILABLE P0.1 It\n  - Status: later", 2)]
    [InlineData("|ID|Status|Deps|\n|-|-|-|\n|P0.1|🔵|others|", 3)]
    [InlineData("|ID|Status|Hours|\n|-|-|-|\n|P0.1|🔵|some|", 3)]
    public void Read_DetailThatCannotBeUnderstood_KeepsTheTaskAndReportsIt(string text, int line)
    {
        var (tasks, unread) = BoardReader.Read("board.md", text);

        tasks.ShouldHaveSingleItem().State.ShouldBe(BoardState.Available);
        unread.ShouldHaveSingleItem().Source.Line.ShouldBe(line);
    }

    [Fact]
    public void Read_LongestLine_IsReadAndOneMoreIsReported()
    {
        var line = "- 🔵 AVAILABLE P0.1 ".PadRight(MigrationLimits.MaxLineLength, 'x');

        BoardReader.Read("board.md", line).Tasks.ShouldHaveSingleItem();
        var (tasks, unread) = BoardReader.Read("board.md", $"{line}x");

        tasks.ShouldBeEmpty();
        unread.ShouldHaveSingleItem().Text.Length.ShouldBe(MigrationLimits.MaxShownLength + 1);
    }

    private static BoardTask Only(string text)
    {
        var (tasks, unread) = BoardReader.Read("board.md", text);
        unread.ShouldBeEmpty();
        return tasks.ShouldHaveSingleItem();
    }
}
