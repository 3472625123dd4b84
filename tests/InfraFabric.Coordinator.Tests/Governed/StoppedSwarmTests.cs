using System.Text.Json;
using InfraFabric.Coordinator.Claims;
using InfraFabric.Coordinator.Push;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Ids;

namespace InfraFabric.Coordinator.Tests.Governed;

/// <summary>A swarm whose breaker is open gets nothing; one on trial gets one task at a time.</summary>
public sealed class StoppedSwarmTests
{
    private const string Open = """{"state":"open","reason":"budget_exhausted"}""";
    private const string HalfOpen = """{"state":"half_open","reason":"budget_exhausted"}""";

    [Fact]
    public void Claim_OfAStoppedSwarm_IsRefused() => Stage.Play(async (stage, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one", capacity: 3);
        var task = await coordinator.AddAsync();
        await stage.WriteAsync("breakers/one", Open);

        (await coordinator.BestAsync("one", session)).Verdict.ShouldBe(ClaimVerdict.BreakerOpen);
        (await coordinator.ClaimAsync("one", session, task)).Verdict.ShouldBe(ClaimVerdict.BreakerOpen);
    });

    [Fact]
    public void Breaker_ThatOpens_TakesOffersToAnotherAtOnce() => Stage.Play(async (stage, coordinator) =>
    {
        var one = await coordinator.JoinAsync("one");
        await using var ones = await coordinator.ListenAsync("one", one);
        await ones.NextAsync();
        var task = await coordinator.AddAsync();
        await ones.NextAsync(StreamEventKind.Assigned);
        var two = await coordinator.JoinAsync("two");
        await using var twos = await coordinator.ListenAsync("two", two);
        await twos.NextAsync();
        var before = stage.Time.GetUtcNow();

        await stage.WriteAsync("breakers/one", Open);

        (await twos.NextAsync(StreamEventKind.Assigned)).Task!.Id.ShouldBe(task);
        stage.Time.GetUtcNow().ShouldBe(before);
    });

    [Fact]
    public void Breaker_ThatCloses_PushesAgain() => Stage.Play(async (stage, coordinator) =>
    {
        await stage.WriteAsync("breakers/one", Open);
        var session = await coordinator.JoinAsync("one");
        await using var stream = await coordinator.ListenAsync("one", session);
        var task = await coordinator.AddAsync();
        await stream.NextAsync();

        await stage.WriteAsync("breakers/one", null);

        (await stream.NextAsync(StreamEventKind.Assigned)).Task!.Id.ShouldBe(task);
    });

    [Fact]
    public void Trial_GivesOneTaskAtATime() => Stage.Play(async (stage, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one", capacity: 3);
        await coordinator.AddAsync();
        await coordinator.AddAsync();
        await stage.WriteAsync("breakers/one", HalfOpen);

        (await coordinator.BestAsync("one", session)).Verdict.ShouldBe(ClaimVerdict.Claimed);
        (await coordinator.BestAsync("one", session)).Verdict.ShouldBe(ClaimVerdict.NoCapacity);
    });

    [Fact]
    public void Fail_CountsFailuresInARow_UntilASuccess() => Stage.Play(async (stage, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one", capacity: 3);
        for (var i = 0; i < 3; i++)
            await coordinator.AddAsync(new TaskDraft { Type = "work", BackoffMs = 0 });
        await FailAsync(coordinator, session);
        await FailAsync(coordinator, session);

        var failed = JsonDocument.Parse((await stage.ReadAsync("failures/one"))!).RootElement;
        var claim = (await coordinator.BestAsync("one", session)).Claim;
        await coordinator.CompleteAsync(claim.Task, claim.Fence, null, null, Stage.Operator);

        failed.GetProperty("count").GetInt32().ShouldBe(2);
        failed.GetProperty("reason").GetString().ShouldBe("no luck");
        (await stage.ReadAsync("failures/one")).ShouldBeNull();
    });

    [Fact]
    public void Complete_OnTrial_SaysThatItHasSucceeded() => Stage.Play(async (stage, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one");
        await coordinator.AddAsync();
        await stage.WriteAsync("breakers/one", HalfOpen);
        var claim = (await coordinator.BestAsync("one", session)).Claim;

        await coordinator.CompleteAsync(claim.Task, claim.Fence, null, null, Stage.Operator);

        (await stage.ReadAsync("failures/one"))!.ShouldContain("\"count\":0");
    });

    [Fact]
    public void Session_ThatEndsWithManyClaims_IsOneFailure_AndAllGoBack() => Stage.Play(async (stage, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one", capacity: 20);
        var tasks = new List<TaskId>();
        for (var i = 0; i < 20; i++)
            tasks.Add(await coordinator.AddAsync());
        foreach (var task in tasks)
            await coordinator.ClaimAsync("one", session, task);

        await Task.Delay(TimeSpan.FromMinutes(20), stage.Time);

        (await stage.ReadAsync("failures/one"))!.ShouldContain("\"count\":1");
        foreach (var task in tasks)
            (await coordinator.SeeAsync(task)).State.ShouldBe(TaskState.Ready);
    });

    private static async Task FailAsync(FabricCoordinator coordinator, long session)
    {
        var claim = (await coordinator.BestAsync("one", session)).Claim;
        await coordinator.FailAsync(claim.Task, claim.Fence, "no luck", mayRetry: true, Stage.Operator);
    }
}
