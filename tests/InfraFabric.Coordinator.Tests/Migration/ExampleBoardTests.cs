using InfraFabric.Coordinator.Migration;

namespace InfraFabric.Coordinator.Tests.Migration;

public sealed class ExampleBoardTests
{
    [Fact]
    public void Read_BoardOfManyShapes_GivesEachTaskOnce()
    {
        var (tasks, unread) = BoardReader.Read("studio.md", Example.Text("studio.board"));

        tasks.Select(Written).ShouldBe([
            "13 P0.1.1 Completed 'Agree on the wire format' session-1 [] 2 3000000 Phase 0: Ground",
            "14 P0.1.2 InProgress 'Write the encoder' session-3 [P0.1.1] 6 7500000 Phase 0: Ground",
            "15 P0.1.3 Available 'Decode a | separated header' - [P0.1.1 P0.1.2] 3 - Phase 0: Ground",
            "16 P0.1.4 Blocked 'Record a sample' session-2-cam [P0.1.1] - - Phase 0: Ground",
            "21 P1.1 Available 'Negotiate the session' - [P0.1] 3 - Phase 1: Transport",
            "30 P1.2 Completed 'Choose a transport' - [] - - Phase 1: Transport",
            "32 P1.3 InProgress 'Survive a lost packet' session-4 [P1.1 P1.2] - - Phase 1: Transport",
            "41 P2.1.1 Available 'Mirror the picture' - [P1.1 P1.3] 2 4000000 Later phases",
            "42 P2.1.2 Available 'Show the delay on screen' session-5-gui [] - 1250000 Later phases",
            "45 P2.1.3 Completed 'Buy a second camera' - [] - - Later phases",
            "46 P2.1.4 Completed 'Label the cables' - [] - - Later phases",
            "47 P2.1.5 Blocked 'Write the manual' - [] - - Later phases",
        ]);
        tasks.Single(task => task.Label == "P0.1.4").Reasons.ShouldBe(["no camera in the rack"]);
        tasks.Single(task => task.Label == "P1.3").Reasons
            .ShouldBe(["since Monday", "nobody knows the loss on the link"]);
        unread.Select(line => $"{line.Source.Line}: {line.Why}").ShouldBe([
            "6: It stands in a block of code, which is an example.",
            "17: 'soon' is no state that is known.",
        ], ignoreOrder: true);
    }

    [Fact]
    public void Read_UntidyBoard_ReportsEveryLineThatIsNoTask()
    {
        var (tasks, unread) = BoardReader.Read("untidy.md", Example.Text("untidy.board"));

        tasks.Select(task => task.Label).ShouldBe(["P3.4.1", "P3.7.1"]);
        unread.Select(line => line.Source.Line).ShouldBe([3, 5, 6, 7, 8, 9, 11, 13, 18, 19, 20]);
    }

    private static string Written(BoardTask task) =>
        $"{task.Source.Line} {task.Label} {task.State} '{task.Title}' {task.Session ?? "-"} "
        + $"[{string.Join(' ', task.DependsOn)}] {task.Hours?.ToString() ?? "-"} "
        + $"{task.Budget?.MicroUsd.ToString() ?? "-"} {task.Phase}";
}
