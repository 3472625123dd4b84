using InfraFabric.Coordinator.Push;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Ids;

namespace InfraFabric.Coordinator.Tests.Push;

/// <summary>What a stream tells, to whom, and what happens to one that is not read.</summary>
public sealed class StreamTests
{
    [Fact]
    public void Stream_BeginsWithAPictureOfWhatIsWithTheSwarm() => Stage.Play(async (_, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one", capacity: 2);
        var held = await coordinator.AddAsync();
        await coordinator.ClaimAsync("one", session, held);
        await using var before = await coordinator.ListenAsync("one", session);
        await before.NextAsync();
        var offered = await coordinator.AddAsync();

        await using var stream = await coordinator.ListenAsync("one", session);
        var picture = await stream.NextAsync();

        picture!.IsPicture.ShouldBeTrue();
        picture.Events.Select(e => (e.Kind, e.Task!.Id)).ShouldBe(
            [(StreamEventKind.Assigned, offered), (StreamEventKind.Held, held)]);
    });

    [Fact]
    public void Stream_NeverRead_IsBoundedAndGivenAPictureAtLast() => Stage.Play(async (_, coordinator) =>
    {
        using var observer = coordinator.ObserveTasks();
        var reader = new StreamReader(observer);
        await reader.NextAsync();
        for (var i = 0; i < CoordinatorLimits.MaxStreamUpdates + 50; i++)
            await coordinator.AddAsync();

        var updates = new List<StreamUpdate>();
        while (updates.Count == 0 || !updates[^1].IsPicture)
            updates.Add((await reader.NextAsync())!);
        var task = await coordinator.AddAsync();

        updates.Count.ShouldBe(CoordinatorLimits.MaxStreamUpdates + 1);
        updates[^1].Revision.ShouldBe(coordinator.Revision - 1);
        (await reader.NextAsync(StreamEventKind.Changed)).Task!.Id.ShouldBe(task);
    });

    [Fact]
    public void Stream_KeepsItsSession_AndWithoutItTheSessionEnds() => Stage.Play(async (stage, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one");
        var stream = await coordinator.ListenAsync("one", session);
        await stream.NextAsync();

        await Task.Delay(TimeSpan.FromMinutes(2), stage.Time);
        coordinator.FindSwarm(SwarmName.Parse("one"))!.Session.ShouldBe(session);
        await stream.DisposeAsync();
        await Task.Delay(TimeSpan.FromSeconds(16), stage.Time);

        coordinator.FindSwarm(SwarmName.Parse("one"))!.Session.ShouldBeNull();
    });

    [Fact]
    public void Heartbeat_KeepsASessionWithoutAStream() => Stage.Play(async (stage, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one");
        for (var i = 0; i < 10; i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(10), stage.Time);
            (await coordinator.HeartbeatAsync(SwarmName.Parse("one"), session, Stage.Operator)).ShouldBeTrue();
        }

        await Task.Delay(TimeSpan.FromSeconds(16), stage.Time);

        (await coordinator.HeartbeatAsync(SwarmName.Parse("one"), session, Stage.Operator)).ShouldBeFalse();
    });

    [Fact]
    public void Stream_OfASessionThatIsReplaced_EndsAndSaysSo() => Stage.Play(async (_, coordinator) =>
    {
        var old = await coordinator.JoinAsync("one");
        await using var stream = await coordinator.ListenAsync("one", old);
        await stream.NextAsync();

        await coordinator.JoinAsync("one");

        (await stream.NextAsync()).ShouldBeNull();
        stream.Subscription.Ended.ShouldBe(StreamEnd.SessionOver);
        (await coordinator.SubscribeAsync(SwarmName.Parse("one"), old, Stage.Operator)).ShouldBeNull();
    });

    [Fact]
    public void Stream_ConnectedTwice_TheFirstEnds() => Stage.Play(async (_, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one");
        await using var first = await coordinator.ListenAsync("one", session);
        await first.NextAsync();
        await using var second = await coordinator.ListenAsync("one", session);
        await second.NextAsync();

        (await first.NextAsync()).ShouldBeNull();
        first.Subscription.Ended.ShouldBe(StreamEnd.Replaced);
        await first.DisposeAsync();
        var task = await coordinator.AddAsync();
        (await second.NextAsync(StreamEventKind.Assigned)).Task!.Id.ShouldBe(task);
    });

    [Fact]
    public void Claim_LostToACancellation_IsToldItsOwner() => Stage.Play(async (_, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one");
        await using var stream = await coordinator.ListenAsync("one", session);
        await stream.NextAsync();
        var task = await coordinator.AddAsync();
        await coordinator.ClaimAsync("one", session, task);

        await coordinator.CancelAsync(task, "not needed", Stage.Operator);

        var ended = await stream.NextAsync(StreamEventKind.ClaimEnded);
        (ended.Task!.Id, ended.Task.State).ShouldBe((task, TaskState.Cancelled));
    });
}
