using System.Text.Json;
using InfraFabric.Coordinator.Migration;
using InfraFabric.Core.Ids;

namespace InfraFabric.Coordinator.Tests.Migration;

public sealed class PlanBuilderTests
{
    [Fact]
    public void Build_TaskInTwoPlacesThatAgree_JoinsWhatTheySay()
    {
        var plan = Plan("- 🔵 AVAILABLE P0.1 It\n- P0.1 🔵 AVAILABLE (2h, $3)\n  - Owner: Session 2");

        plan.Conflicts.ShouldBeEmpty();
        var task = plan.Tasks.ShouldHaveSingleItem();
        (task.Title, task.Hours, task.Session, task.Source.Line).ShouldBe(("It", 2, "session-2", 1));
    }

    [Theory]
    [InlineData("- 🟢 DONE P0.1 It", "state")]
    [InlineData("- 🔵 AVAILABLE P0.1 Something else", "title")]
    [InlineData("- 🔵 AVAILABLE P0.1 It (Session 2)", "session")]
    [InlineData("- 🔵 AVAILABLE P0.1 It (depends on P0.3)", "list of dependencies")]
    [InlineData("- 🔵 AVAILABLE P0.1 It (5h)", "number of hours")]
    [InlineData("- 🔵 AVAILABLE P0.1 It ($9)", "cost")]
    public void Build_TaskInTwoPlacesThatDiffer_IsAConflictAndTheFirstCounts(string second, string what)
    {
        const string First = "- 🔵 AVAILABLE P0.1 It (Session 1) (depends on P0.2) (2h, $3)";
        var plan = Plan($"{First}\n- 🔵 P0.2 A\n- 🔵 P0.3 B\n{second}");

        var conflict = plan.Conflicts.ShouldHaveSingleItem();
        conflict.Kind.ShouldBe(ConflictKind.TaskDiffers);
        conflict.Source.Line.ShouldBe(4);
        conflict.What.ShouldBe($"P0.1 stands in board.md:1 too, with another {what}.");
        var task = plan.Tasks.Single(t => t.Label == "P0.1");
        task.State.ShouldBe(BoardState.Available);
        task.DependsOn.ShouldBe(["P0.2"]);
    }

    [Fact]
    public void Build_DependencyOnAGroup_WaitsForAllOfItButItself() =>
        Plan("- 🔵 P0.1.1 A\n- 🔵 P0.1.2 B\n- 🔵 P0.1.3 C (depends on P0.1)\n- 🔵 P1.1 D (depends on P0)").Tasks
            .Where(task => task.DependsOn.Count > 0).Select(task => $"{task.Label}: {string.Join(' ', task.DependsOn)}")
            .ShouldBe(["P0.1.3: P0.1.1 P0.1.2", "P1.1: P0.1.1 P0.1.2 P0.1.3"]);

    [Fact]
    public void Build_TaskThatBlocksOthers_IsWaitedFor()
    {
        var plan = Plan("### P0.1 A\nStatus: 🔵 AVAILABLE\nBlocks: P0.2, P0.9\n### P0.2 B\nStatus: 🔵 AVAILABLE");

        plan.Tasks.Single(task => task.Label == "P0.2").DependsOn.ShouldBe(["P0.1"]);
        plan.Conflicts.ShouldHaveSingleItem().What.ShouldBe("P0.1 blocks P0.9, which stands on no board.");
    }

    [Fact]
    public void Build_DependencyThatIsNowhere_IsAConflictAndIsNoted()
    {
        var plan = Plan("- 🔵 P0.1 A (depends on P7.7)");

        var conflict = plan.Conflicts.ShouldHaveSingleItem();
        conflict.Kind.ShouldBe(ConflictKind.UnknownTask);
        conflict.What.ShouldBe("P0.1 depends on P7.7, which stands on no board.");
        plan.Tasks[0].DependsOn.ShouldBeEmpty();
        plan.Tasks[0].Note.ShouldBe("The board has it depend on P7.7, which was not found.");
    }

    [Fact]
    public void Build_Circle_IsAConflictOfItsMembersOnly()
    {
        var plan = Plan("""
            - 🔵 P0.1 A (depends on P0.2)
            - 🔵 P0.2 B (depends on P0.3)
            - 🔵 P0.3 C (depends on P0.1, P0.4)
            - 🔵 P0.4 D
            - 🔵 P0.5 E (depends on P0.1)
            - 🔵 P0.6 F (depends on P0.6)
            """);

        plan.Conflicts.Select(conflict => (conflict.Kind, conflict.What)).ShouldBe([
            (ConflictKind.Cycle, "These depend on each other in a circle: P0.1, P0.2, P0.3."),
            (ConflictKind.Cycle, "These depend on each other in a circle: P0.6."),
        ]);
        plan.Tasks.Select(task => $"{task.Label}: {string.Join(' ', task.DependsOn)}")
            .ShouldBe(["P0.1: ", "P0.2: ", "P0.4: ", "P0.3: P0.4", "P0.5: P0.1", "P0.6: "]);
    }

    [Fact]
    public void Build_TooManyDependencies_KeepsTheMostThatCanBe()
    {
        const int Most = CoordinatorLimits.MaxDependencies;
        var lines = Enumerable.Range(1, Most + 1).Select(i => $"- 🔵 P0.{i} A");
        var plan = Plan($"{string.Join('\n', lines)}\n- 🔵 P1.1 B (depends on P0)");

        plan.Conflicts.ShouldHaveSingleItem().Kind.ShouldBe(ConflictKind.TooManyDependencies);
        plan.Tasks[^1].DependsOn.Count.ShouldBe(Most);
    }

    [Fact]
    public void Build_TasksOutOfOrder_PutsEachAfterWhatItDependsOn() =>
        Plan("- 🔵 P0.1 A (depends on P0.3)\n- 🔵 P0.2 B\n- 🔵 P0.3 C (depends on P0.2)").Tasks
            .Select(task => task.Label).ShouldBe(["P0.2", "P0.3", "P0.1"]);

    [Fact]
    public void Build_ClaimedTask_BecomesAvailableWithANoteWhoHadIt()
    {
        var task = Plan("- 🟡 IN PROGRESS (Session 3) P0.1 A").Tasks.ShouldHaveSingleItem();

        task.IsCompleted.ShouldBeFalse();
        task.Note.ShouldBe(
            "It was in progress by session-3. A claim cannot be carried over without its session.");
    }

    [Fact]
    public void Build_SessionThatAStatusFileNamesInFull_IsCalledAsThere() =>
        Plan("- 🟡 IN PROGRESS (Session 3) P0.1 A", "session: session-3-h323").Tasks[0].Session
            .ShouldBe("session-3-h323");

    [Fact]
    public void Build_SessionThatCouldBeTwoSwarms_IsAConflict()
    {
        var plan = Plan("- 🟡 IN PROGRESS (Session 3) P0.1 A", "session: session-3-a", "session: session-3-b");

        plan.Conflicts.ShouldHaveSingleItem().Kind.ShouldBe(ConflictKind.SessionUnclear);
        plan.Tasks[0].Session.ShouldBe("session-3");
    }

    [Fact]
    public void Build_StatusNamesAFreeTask_IsItsSession()
    {
        var plan = Plan("- 🔵 AVAILABLE P0.1 A", "session: 4\ncurrent_task: P0.1\nblockers: no card");

        plan.Conflicts.ShouldBeEmpty();
        plan.Tasks[0].State.ShouldBe(BoardState.InProgress);
        plan.Tasks[0].Session.ShouldBe("session-4");
        plan.Tasks[0].Note!.ShouldStartWith("It was in progress by session-4: no card.");
    }

    [Theory]
    [InlineData("- 🟢 DONE P0.1 A", ConflictKind.SessionDiffers)]
    [InlineData("- 🟡 IN PROGRESS (Session 3) P0.1 A", ConflictKind.SessionDiffers)]
    [InlineData("- 🔵 AVAILABLE P0.2 A", ConflictKind.UnknownTask)]
    public void Build_StatusContradictsTheBoard_IsAConflict(string board, ConflictKind kind) =>
        Plan(board, "session: 4\ncurrent_task: P0.1").Conflicts.ShouldHaveSingleItem().Kind.ShouldBe(kind);

    [Fact]
    public void ForSwarm_OneSwarm_HasItsTasksAndWhatTheyWaitFor()
    {
        var plan = Plan(
            """
            - 🔵 P0.1 A
            - 🔵 P0.2 B (depends on P0.1)
            - 🔵 P0.3 C (Session 1) (depends on P0.2)
            - 🔵 P0.4 D (Session 2)
            """,
            "session: session-1-ndi", "session: session-2-cam");

        var part = plan.ForSwarm(SwarmName.Parse("session-1-ndi"));

        part.Tasks.Select(task => task.Label).ShouldBe(["P0.1", "P0.2", "P0.3"]);
        part.Swarms.ShouldHaveSingleItem().Name.Text.ShouldBe("session-1-ndi");
    }

    [Fact]
    public void ToDraft_Task_CarriesAllThatTheBoardSaid()
    {
        var plan = Plan("""
            ## Phase 0
            - 🟢 DONE P0.1 A
            - 🔴 BLOCKED (no card) P0.2 B (Session 1) (depends on P0.1, 2h, $3)
            """);

        var draft = plan.Tasks[1].ToDraft();

        draft.Name.ShouldBe("P0.2");
        draft.Type.ShouldBe("migrated");
        draft.Title.ShouldBe("B");
        draft.Phase.ShouldBe("Phase 0");
        draft.Session.ShouldBe("session-1");
        draft.DependsOn.ShouldBe(["P0.1"]);
        draft.Budget!.Value.MicroUsd.ShouldBe(3_000_000);
        draft.IdempotencyKey.ShouldBe("git-polling/0123/P0.2");
        JsonSerializer.Serialize(draft.Payload).ShouldBe(
            """{"label":"P0.2","source":"board.md:3","hours":2,"note":"It was blocked by session-1: no card."}""");
    }

    [Fact]
    public void ToDraft_CompletedTask_WaitsForNothing() =>
        Plan("- 🔵 P0.1 A\n- 🟢 DONE P0.2 B (depends on P0.1)").Tasks[1].ToDraft().DependsOn.ShouldBeNull();

    private static MigrationPlan Plan(string board, params string[] statuses)
    {
        var (tasks, unread) = BoardReader.Read("board.md", board);
        unread.ShouldBeEmpty();
        var swarms = statuses.Select((yaml, i) => StatusReader.Read($"STATUS-SESSION-{i}.yaml", yaml).Swarm!);
        return PlanBuilder.Build("0123", 1, tasks, [.. swarms], unread);
    }
}
