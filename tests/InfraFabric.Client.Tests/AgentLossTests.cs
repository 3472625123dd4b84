using InfraFabric.Api.Calls;
using InfraFabric.Api.Swarms;
using InfraFabric.Api.Tasks;
using InfraFabric.Client.Tests.Servers;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Units;

namespace InfraFabric.Client.Tests;

/// <summary>What an agent does when servers, connections, answers and sessions are lost.</summary>
public sealed class AgentLossTests
{
    [Fact]
    public async Task ServerRestarted_InTheMiddleOfTheWork_TheAgentGoesOn()
    {
        await using var fabric = await TestFabric.StartAsync();
        await using var agent = await FabricAgent.StartAsync(fabric.OptionsFor("worker") with { Capacity = 2 });
        await using var offers = agent.TasksAsync().GetAsyncEnumerator();
        var first = await fabric.AddAsync();
        var claim = await offers.NextClaimAsync();

        await fabric.StopServerAsync(0);
        var completing = claim.CompleteAsync();
        await fabric.StartServerAsync(0);
        await completing;
        var second = await fabric.AddAsync();
        var next = await offers.NextClaimAsync();

        (await fabric.ShowAsync(first)).State.ShouldBe("completed");
        next.Task.ShouldBe(second);
        claim.Ended.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task ServerStopped_WithAnotherOnTheSameStore_TheAgentGoesOnThere()
    {
        await using var fabric = await TestFabric.StartAsync(servers: 2);
        await using var agent = await FabricAgent.StartAsync(fabric.OptionsFor("worker") with { Capacity = 2 });
        await using var offers = agent.TasksAsync().GetAsyncEnumerator();
        await fabric.AddAsync();
        var claim = await offers.NextClaimAsync();
        var session = agent.Session;

        await fabric.StopServerAsync(0);
        await claim.CompleteAsync();
        var second = await fabric.AddAsync();
        var next = await offers.NextClaimAsync();

        next.Task.ShouldBe(second);
        agent.Session.ShouldBe(session);
    }

    [Fact]
    public async Task ConnectionCut_AgainAndAgain_NoTaskIsLostAndNoneIsDoneTwice()
    {
        await using var fabric = await TestFabric.StartAsync(servers: 2);
        await using var agent = await FabricAgent.StartAsync(fabric.OptionsFor("worker") with { Capacity = 4 });
        const int Count = 40;
        var adding = AddAsync();
        var done = new List<string>();

        await foreach (var offer in agent.TasksAsync())
        {
            if (await offer.AcceptAsync() is not { } claim)
                continue;
            await fabric.Relays[done.Count % 2].CutAsync();
            await claim.CompleteAsync();
            done.Add(claim.Task);
            if (done.Count == Count)
                break;
        }

        var added = await adding;
        done.Order().ShouldBe(added.Order());
        foreach (var id in added)
            (await fabric.ShowAsync(id)).Attempt.ShouldBe(1);

        async Task<List<string>> AddAsync()
        {
            var ids = new List<string>();
            for (var i = 0; i < Count; i++)
                ids.Add(await fabric.AddAsync());
            return ids;
        }
    }

    [Fact]
    public async Task AnswerLost_ToAClaimOfTheBest_OneTaskIsClaimed()
    {
        await using var fabric = await TestFabric.StartAsync();
        await using var agent = await FabricAgent.StartAsync(fabric.OptionsFor("worker", "nothing:yet") with
        {
            Capacity = 10,
        });
        await fabric.CallAsync<SwarmBody>(SwarmCalls.Drain, new DrainBody(), "worker");
        string[] ids = [await fabric.AddAsync(), await fabric.AddAsync()];
        await fabric.Relays[0].CutAsync();
        await fabric.CallAsync<SwarmBody>(SwarmCalls.Drain, new DrainBody(false), "worker");
        fabric.Relays[0].LoseAnswers(2);

        var claim = await agent.ClaimAsync();

        claim.ShouldNotBeNull();
        var tasks = await Task.WhenAll(ids.Select(fabric.ShowAsync));
        tasks.Count(task => task.State == "claimed").ShouldBe(1);
    }

    [Fact]
    public async Task AnswersLost_ToEveryStep_EachHasItsEffectOnce()
    {
        await using var fabric = await TestFabric.StartAsync();
        await using var agent = await FabricAgent.StartAsync(fabric.OptionsFor("worker"));
        await using var offers = agent.TasksAsync().GetAsyncEnumerator();
        var id = await fabric.AddAsync(new TaskAddBody { Type = "work", Budget = Money.Parse("1") });
        var claim = await offers.NextClaimAsync();
        Func<Task>[] steps =
        [
            () => claim.StartAsync(), () => claim.ProgressAsync("on"), () => claim.SpendAsync(Money.Parse("0.4")),
            () => claim.SpendAsync(Money.Parse("0.4")), () => claim.CompleteAsync(),
        ];

        foreach (var step in steps)
        {
            // Of the connections that are made next, the step's and the event stream's, both lose what comes first.
            fabric.Relays[0].LoseAnswers(2);
            await fabric.Relays[0].CutAsync();
            await step();
        }

        var task = await fabric.ShowAsync(id);
        task.State.ShouldBe("completed");
        task.Spent.ShouldBe(Money.Parse("0.8"));
        task.Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task AnswerLost_ToAClaimOfMany_WhatWasClaimedIsOffered()
    {
        await using var fabric = await TestFabric.StartAsync();
        await using var agent = await FabricAgent.StartAsync(fabric.OptionsFor("worker") with { Capacity = 3 });
        await fabric.CallAsync<SwarmBody>(SwarmCalls.Drain, new DrainBody(), "worker");
        for (var i = 0; i < 3; i++)
            await fabric.AddAsync();
        await fabric.Relays[0].CutAsync();
        await fabric.CallAsync<SwarmBody>(SwarmCalls.Drain, new DrainBody(false), "worker");
        fabric.Relays[0].LoseAnswers(2);

        var done = new HashSet<string>();
        try
        {
            foreach (var claim in await agent.ClaimAsync(3))
            {
                done.Add(claim.Task);
                await claim.CompleteAsync();
            }
        }
        catch (FabricException full) when (full.Error == ErrorTable.CapacityFull)
        {
            // The first call took all there was room for, and its answer is lost.
            done.Count.ShouldBe(0);
        }

        await using var offers = agent.TasksAsync().GetAsyncEnumerator();
        while (done.Count < 3)
        {
            if (await (await offers.NextAsync()).AcceptAsync() is not { } claim)
                continue;
            await claim.CompleteAsync();
            done.Add(claim.Task).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task SessionLost_ClaimsEndAndTheAgentRegistersAgain()
    {
        await using var fabric = await TestFabric.StartAsync();
        await using var agent = await FabricAgent.StartAsync(fabric.OptionsFor("worker"));
        await using var offers = agent.TasksAsync().GetAsyncEnumerator();
        var id = await fabric.AddAsync();
        var claim = await offers.NextClaimAsync();
        var session = agent.Session;

        await LeaveAsync(fabric, session);
        await claim.Ended.CancelledAsync();
        var again = await offers.NextClaimAsync();
        await again.CompleteAsync();

        agent.Session.ShouldNotBe(session);
        again.Task.ShouldBe(id);
        again.Attempt.ShouldBe(2);
        claim.EndReason.ShouldNotBeNull();
    }

    [Fact]
    public async Task SlowReader_OfOffers_IsOfferedEachTaskThatIsStillToBeHad()
    {
        await using var fabric = await TestFabric.StartAsync();
        await using var agent = await FabricAgent.StartAsync(fabric.OptionsFor("worker") with { Capacity = 50 });
        var ids = new List<string>();
        for (var i = 0; i < 50; i++)
            ids.Add(await fabric.AddAsync());
        foreach (var id in ids.Take(25))
            await fabric.CancelAsync(id);
        var last = await fabric.AddAsync();

        var seen = new HashSet<string>();
        await foreach (var offer in agent.TasksAsync())
        {
            var claim = await offer.AcceptAsync();
            if (claim is not null)
                seen.Add(claim.Task).ShouldBeTrue();
            if (seen.Count == 26)
                break;
        }

        seen.ShouldBe([.. ids.Skip(25), last], ignoreOrder: true);
    }

    [Fact]
    public async Task AnotherProcess_WithTheSameSession_EndsTheAgentWithAnError()
    {
        await using var fabric = await TestFabric.StartAsync();
        await using var agent = await FabricAgent.StartAsync(fabric.OptionsFor("worker"));
        await using var offers = agent.TasksAsync().GetAsyncEnumerator();
        await fabric.AddAsync();
        await offers.NextAsync();
        using var other = new ServerCaller(
            ServerAddress.OfSocket(fabric.Relays[0].Path),
            Core.Ids.TraceToken.New(new Core.Ids.IdSource(TimeProvider.System)));

        using var stolen = await other.SendAsync(
            SwarmCalls.Events.Request(null, "worker").Where("session", $"{agent.Session}"), CancellationToken.None);

        var refused = await Should.ThrowAsync<FabricException>(() => offers.NextAsync());
        refused.Error.ShouldBe(ErrorTable.Conflict);
    }

    [Fact]
    public async Task NoServer_ForAWhile_CallsWaitForOne()
    {
        await using var fabric = await TestFabric.StartAsync();
        await using var agent = await FabricAgent.StartAsync(fabric.OptionsFor("worker"));
        fabric.Relays[0].Refuse(true);
        await fabric.Relays[0].CutAsync();

        var claiming = agent.ClaimAsync();
        var id = await fabric.AddAsync();
        while (fabric.Relays[0].Connections < 6)
            await Task.Yield();
        claiming.IsCompleted.ShouldBeFalse();
        fabric.Relays[0].Refuse(false);

        (await claiming)!.Task.ShouldBe(id);
    }

    private static async Task LeaveAsync(TestFabric fabric, long session)
    {
        using var caller = new ServerCaller(
            ServerAddress.OfSocket(fabric.Relays[0].Path),
            Core.Ids.TraceToken.New(new Core.Ids.IdSource(TimeProvider.System)));
        await caller.CallAsync(
            SwarmCalls.Leave.Request(new SessionRefBody(session), "worker"), CancellationToken.None);
    }
}
