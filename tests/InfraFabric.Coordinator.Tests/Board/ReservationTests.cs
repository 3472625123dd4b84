using InfraFabric.Coordinator.Board;
using InfraFabric.Coordinator.Records;
using InfraFabric.Coordinator.Swarms;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator.Tests.Board;

/// <summary>What is kept for a swarm is the task as it was found free, whatever the watch brings meanwhile.</summary>
public sealed class ReservationTests
{
    private static readonly TaskId Id = TaskId.Parse("0198c5a2-1f00-7abc-8def-0123456789ab");
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void ReserveBest_ThenClaimedElsewhere_StillStandsOnTheRecordThatWasFree()
    {
        var board = BoardWithOneTask();

        var kept = board.ReserveBest(board.FindSwarm("one")!, out _)!.Value;
        Put(board, 6, Keys.Task(Id), RecordBytes.Of(new TaskRecord
        {
            Stage = TaskStage.Claimed,
            Attempt = 1,
            Claim = new ClaimState { Swarm = "two", Session = 3, Since = Now },
        }));

        kept.ModifyRevision.ShouldBe(5);
        kept.Record.Claim.ShouldBeNull();
        board.Read(kept.Task).Record.Claim!.Swarm.ShouldBe("two");
    }

    [Fact]
    public void GiveBack_AfterTheWatchHasEndedIt_ChangesNothing()
    {
        var board = BoardWithOneTask();
        var swarm = board.FindSwarm("one")!;
        var kept = board.ReserveBest(swarm, out _)!.Value;
        var changed = TaskRecord.Fresh with { Reason = "tried before" };
        Put(board, 6, Keys.Task(Id), RecordBytes.Of(changed));
        var again = board.ReserveBest(swarm, out _)!.Value;

        board.GiveBack(kept);

        board.ReserveBest(swarm, out _).ShouldBeNull();
        board.GiveBack(again);
        board.ReserveBest(swarm, out _).ShouldNotBeNull();
    }

    private static TaskBoard BoardWithOneTask()
    {
        var board = new TaskBoard(TimeProvider.System, TimeSpan.FromDays(1));
        var one = SwarmName.Parse("one");
        Put(board, 1, Keys.Swarm(one), RecordBytes.Of(
            new SwarmProfile { Name = "one", Owner = "o", Capabilities = [], Capacity = 5, SessionTtlS = 15 }));
        Put(board, 2, Keys.Session(one), RecordBytes.Of(new SessionRecord(1, Now)));
        Put(board, 4, Keys.Spec(Id), RecordBytes.Of(new TaskDraft { Type = "work" }.ToSpec(
            Id, new CoordinatorOptions { Member = "m" }, Now, "o")));
        Put(board, 5, Keys.Task(Id), RecordBytes.Of(TaskRecord.Fresh));
        return board;
    }

    private static void Put(TaskBoard board, long revision, RecordKey key, byte[] value) => board.Apply(
        new ChangeBatch(revision, [new Change(key, new Record(key, value, revision, revision, LeaseId.None))]));
}
