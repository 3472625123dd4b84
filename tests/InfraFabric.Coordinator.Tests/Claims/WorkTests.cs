using System.Text.Json;
using InfraFabric.Coordinator.Claims;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;

namespace InfraFabric.Coordinator.Tests.Claims;

/// <summary>What an owner does with its task, and what a former owner no longer can.</summary>
public sealed class WorkTests
{
    private static readonly JsonElement Result = JsonDocument.Parse("""{"answer":42}""").RootElement;

    [Fact]
    public void Work_FromClaimToResult_ShowsEveryStep() => Stage.Play(async (_, coordinator) =>
    {
        var (task, fence) = await ClaimOneAsync(coordinator);

        (await coordinator.StartAsync(task, fence, Stage.Operator)).State.ShouldBe(TaskState.Running);
        await coordinator.ProgressAsync(task, fence, "half way", 50, Stage.Operator);
        var seen = await coordinator.SeeAsync(task);
        (seen.Progress!.Note, seen.Progress.Percent, seen.Fence).ShouldBe(("half way", 50, fence));
        var done = await coordinator.CompleteAsync(task, fence, Result, null, Stage.Operator);

        done.ShouldSatisfyAllConditions(
            () => done.Verdict.ShouldBe(WorkVerdict.Done), () => done.State.ShouldBe(TaskState.Completed));
        var ended = await coordinator.SeeAsync(task);
        ended.Swarm.ShouldBe("one");
        ended.ResultHash.ShouldBe(Core.Crypto.Sha256Hash.Of("""{"answer":42}"""u8).ToString());
        (await coordinator.ResultAsync(task))!.Value.ToArray().ShouldBe("""{"answer":42}"""u8.ToArray());
    });

    [Fact]
    public void Complete_TheSameAgain_IsAnsweredTheSame_AnotherIsStale() => Stage.Play(async (_, coordinator) =>
    {
        var (task, fence) = await ClaimOneAsync(coordinator);
        await coordinator.CompleteAsync(task, fence, Result, null, Stage.Operator);

        var again = await coordinator.CompleteAsync(task, fence, Result, null, Stage.Operator);
        var other = await coordinator.CompleteAsync(
            task, fence, JsonDocument.Parse("1").RootElement, null, Stage.Operator);

        again.Verdict.ShouldBe(WorkVerdict.Done);
        other.Verdict.ShouldBe(WorkVerdict.FenceStale);
        (await coordinator.ResultAsync(task))!.Value.ToArray().ShouldBe("""{"answer":42}"""u8.ToArray());
    });

    [Fact]
    public void Work_WithTheFenceOfALostClaim_IsRefusedAndChangesNothing() => Stage.Play(async (stage, coordinator) =>
    {
        var (task, stale) = await ClaimOneAsync(coordinator);
        await Task.Delay(TimeSpan.FromSeconds(30), stage.Time);
        var session = await coordinator.JoinAsync("two");
        var fresh = (await coordinator.ClaimAsync("two", session, task)).Claim;
        var before = (await stage.Calm.GetStatsAsync()).Revision;

        var outcomes = new[]
        {
            await coordinator.StartAsync(task, stale, Stage.Operator),
            await coordinator.ProgressAsync(task, stale, "still here", null, Stage.Operator),
            await coordinator.CompleteAsync(task, stale, Result, null, Stage.Operator),
            await coordinator.FailAsync(task, stale, "no", true, Stage.Operator),
            await coordinator.BlockAsync(task, stale, "help", null, null, Stage.Operator),
            await coordinator.HandOverAsync(task, stale, null, null, Stage.Operator),
            await coordinator.PauseAsync(task, stale, "fabric", Money.Zero, null, Stage.Operator),
            (await coordinator.FindSpenderAsync(task, stale, Stage.Operator)).Outcome,
        };

        outcomes.ShouldAllBe(outcome => outcome.Verdict == WorkVerdict.FenceStale);
        (await stage.Calm.GetStatsAsync()).Revision.ShouldBe(before);
        fresh.Fence.ShouldBeGreaterThan(stale);
        fresh.Attempt.ShouldBe(2);
        (await coordinator.CompleteAsync(task, fresh.Fence, Result, null, Stage.Operator)).Verdict
            .ShouldBe(WorkVerdict.Done);
    });

    [Fact]
    public void Fail_IsTriedAgainAfterAPause_UntilItIsADeadLetter() => Stage.Play(async (stage, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one", capacity: 5);
        await using var stream = await coordinator.ListenAsync("one", session);
        await stream.NextAsync();
        var task = await coordinator.AddAsync(new TaskDraft { Type = "work", MaxAttempts = 2, BackoffMs = 1000 });
        var first = (await coordinator.ClaimAsync("one", session, task)).Claim;

        (await coordinator.FailAsync(task, first.Fence, "bad luck", true, Stage.Operator)).State
            .ShouldBe(TaskState.Ready);
        (await coordinator.ClaimAsync("one", session, task)).State.ShouldBe(TaskState.Waiting);
        await Task.Delay(TimeSpan.FromSeconds(1.1), stage.Time);
        var second = (await coordinator.ClaimAsync("one", session, task)).Claim;
        await coordinator.FailAsync(task, second.Fence, "again", true, Stage.Operator);

        var dead = await coordinator.SeeAsync(task);
        (dead.State, dead.Attempt, dead.Reason).ShouldBe((TaskState.Dead, 2, "again"));
        (await coordinator.ListAsync(new TaskFilter { States = new HashSet<TaskState> { TaskState.Dead } })).Tasks
            .Single().Id.ShouldBe(task);
    });

    [Fact]
    public void DeadLetter_IsRequeuedWithAllItsAttempts_OrDiscarded() => Stage.Play(async (_, coordinator) =>
    {
        var (task, fence) = await ClaimOneAsync(coordinator);
        await coordinator.FailAsync(task, fence, "for good", mayRetry: false, Stage.Operator);

        (await coordinator.RequeueAsync(task, Stage.Operator)).ShouldBe(new AdminOutcome(true, TaskState.Ready));
        var session = await coordinator.JoinAsync("two");
        var claim = (await coordinator.ClaimAsync("two", session, task)).Claim;
        claim.Attempt.ShouldBe(1);
        await coordinator.FailAsync(task, claim.Fence, "again", mayRetry: false, Stage.Operator);
        (await coordinator.DiscardAsync(task, Stage.Operator)).ShouldBe(new AdminOutcome(true, TaskState.Cancelled));
        (await coordinator.DiscardAsync(task, Stage.Operator)).Done.ShouldBeTrue();
    });

    [Fact]
    public void SessionEnds_TheTaskGoesBackWithItsAttemptCounted() => Stage.Play(async (stage, coordinator) =>
    {
        var (task, _) = await ClaimOneAsync(coordinator, new TaskDraft { Type = "work", MaxAttempts = 1 });
        var (again, _) = await ClaimOneAsync(coordinator, new TaskDraft { Type = "work" }, "two");

        await Task.Delay(TimeSpan.FromSeconds(16), stage.Time);

        (await coordinator.SeeAsync(task)).State.ShouldBe(TaskState.Dead);
        var back = await coordinator.SeeAsync(again);
        (back.State, back.Attempt).ShouldBe((TaskState.Ready, 1));
        back.Reason!.ShouldContain("two");
    });

    [Fact]
    public void HandOver_ToASwarm_GoesOnWithTheCheckpointAndCountsNoAttempt() => Stage.Play(async (_, coordinator) =>
    {
        var (task, fence) = await ClaimOneAsync(coordinator);
        var two = await coordinator.JoinAsync("two");
        var three = await coordinator.JoinAsync("three");

        var outcome = await coordinator.HandOverAsync(task, fence, SwarmName.Parse("two"), Result, Stage.Operator);
        var refused = await coordinator.ClaimAsync("three", three, task);
        var claim = (await coordinator.ClaimAsync("two", two, task)).Claim;

        outcome.Verdict.ShouldBe(WorkVerdict.Done);
        (refused.Verdict, refused.Owner).ShouldBe((ClaimVerdict.AlreadyOwned, "two"));
        (claim.Attempt, claim.Checkpoint!.Value.GetRawText()).ShouldBe((1, """{"answer":42}"""));
        claim.Fence.ShouldBeGreaterThan(fence);
        (await coordinator.ProgressAsync(task, fence, "me too", null, Stage.Operator)).Verdict
            .ShouldBe(WorkVerdict.FenceStale);
    });

    [Fact]
    public void Cancel_OfAClaimedTask_MakesItsFenceStale() => Stage.Play(async (_, coordinator) =>
    {
        var (task, fence) = await ClaimOneAsync(coordinator);

        await coordinator.CancelAsync(task, "changed our mind", Stage.Operator);

        (await coordinator.CompleteAsync(task, fence, Result, null, Stage.Operator)).Verdict
            .ShouldBe(WorkVerdict.FenceStale);
        (await coordinator.CancelAsync(task, null, Stage.Operator)).Done.ShouldBeTrue();
        (await coordinator.SeeAsync(task)).Reason.ShouldBe("changed our mind");
    });

    [Fact]
    public void Fail_WithoutAPause_IsReadyAtOnce() => Stage.Play(async (_, coordinator) =>
    {
        var (task, fence) = await ClaimOneAsync(coordinator, new TaskDraft { Type = "work", BackoffMs = 0 });

        await coordinator.FailAsync(task, fence, "bad luck", true, Stage.Operator);

        (await coordinator.SeeAsync(task)).State.ShouldBe(TaskState.Ready);
        (await coordinator.BestAsync("one", await coordinator.JoinAsync("one"))).Claim.Task.ShouldBe(task);
    });

    [Fact]
    public void Deadline_Passed_EndsTheTaskWhoeverHasIt() => Stage.Play(async (stage, coordinator) =>
    {
        var deadline = stage.Time.GetUtcNow() + TimeSpan.FromSeconds(5);
        var (claimed, fence) = await ClaimOneAsync(coordinator, new TaskDraft { Type = "work", Deadline = deadline });
        var open = await coordinator.AddAsync(new TaskDraft { Type = "work", Deadline = deadline });

        await Task.Delay(TimeSpan.FromSeconds(6), stage.Time);

        (await coordinator.SeeAsync(claimed)).State.ShouldBe(TaskState.Failed);
        (await coordinator.SeeAsync(open)).State.ShouldBe(TaskState.Failed);
        (await coordinator.CompleteAsync(claimed, fence, null, null, Stage.Operator)).Verdict
            .ShouldBe(WorkVerdict.FenceStale);
    });

    [Fact]
    public void EveryChange_LeavesANoteForTheWitness() => Stage.Play(async (stage, coordinator) =>
    {
        var (task, fence) = await ClaimOneAsync(coordinator);
        await coordinator.CompleteAsync(task, fence, null, null, Stage.Operator);

        var notes = await stage.Calm.ReadNotesAsync(State.Contract.NotePosition.Start, 100);

        notes.Select(note => note.Note.Operation).ShouldBe(
            ["session.lease", "swarm.register", "task.add", "task.claim", "task.complete"]);
        var last = notes[^1].Note;
        (last.Subject, last.Fence, last.Why).ShouldBe(($"tasks/{task}", fence, "a test says so"));
    });

    private static async Task<(TaskId Task, long Fence)> ClaimOneAsync(
        FabricCoordinator coordinator, TaskDraft? draft = null, string swarm = "one")
    {
        var session = await coordinator.JoinAsync(swarm);
        var task = await coordinator.AddAsync(draft);
        var claim = (await coordinator.ClaimAsync(swarm, session, task)).Claim;
        return (task, claim.Fence);
    }
}
