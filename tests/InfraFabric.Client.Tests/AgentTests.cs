using System.Text.Json;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Swarms;
using InfraFabric.Api.Tasks;
using InfraFabric.Client.Tests.Servers;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Units;

namespace InfraFabric.Client.Tests;

/// <summary>What an agent does when all goes well.</summary>
public sealed class AgentTests
{
    [Fact]
    public async Task Tasks_ThatAreAdded_AreOfferedClaimedAndCompleted()
    {
        await using var fabric = await TestFabric.StartAsync();
        await using var agent = await FabricAgent.StartAsync(fabric.OptionsFor("worker", "code:csharp"));
        await using var offers = agent.TasksAsync().GetAsyncEnumerator();
        var id = await fabric.AddAsync(new TaskAddBody
        {
            Type = "review",
            Requires = ["code:csharp"],
            Payload = JsonElement.Parse("7"),
            Budget = Money.Parse("1"),
        });

        await using var claim = await offers.NextClaimAsync();
        await claim.StartAsync();
        await claim.ProgressAsync("half way", 50);
        await claim.SpendAsync(Money.Parse("0.25"));
        await claim.CompleteAsync(JsonElement.Parse("\"done\""));

        claim.Task.ShouldBe(id);
        claim.Spec.Payload!.Value.GetInt32().ShouldBe(7);
        claim.Attempt.ShouldBe(1);
        claim.Ended.IsCancellationRequested.ShouldBeFalse();
        var task = await fabric.ShowAsync(id);
        task.State.ShouldBe("completed");
        task.Result!.Value.GetString().ShouldBe("done");
        task.Spent.ShouldBe(Money.Parse("0.25"));
    }

    [Fact]
    public async Task Claim_WithoutAnOffer_GetsTheBestOrNothing()
    {
        await using var fabric = await TestFabric.StartAsync();
        var first = await fabric.AddAsync(new TaskAddBody { Type = "low" });
        var second = await fabric.AddAsync(new TaskAddBody { Type = "high", Priority = 5 });
        await using var agent = await FabricAgent.StartAsync(fabric.OptionsFor("worker") with { Capacity = 10 });
        await using var offers = agent.TasksAsync().GetAsyncEnumerator();
        await offers.NextAsync();
        await offers.NextAsync();

        var best = await agent.ClaimAsync();
        var rest = await agent.ClaimAsync(10);
        var none = await agent.ClaimAsync();

        best!.Task.ShouldBe(second);
        rest.Select(claim => claim.Task).ShouldBe([first]);
        none.ShouldBeNull();
    }

    [Fact]
    public async Task Dispose_WithAClaim_GivesItsTaskToAnother()
    {
        await using var fabric = await TestFabric.StartAsync();
        var agent = await FabricAgent.StartAsync(fabric.OptionsFor("worker"));
        var id = await fabric.AddAsync();
        await using var offers = agent.TasksAsync().GetAsyncEnumerator();
        var claim = await offers.NextClaimAsync();
        await using var other = await FabricAgent.StartAsync(fabric.OptionsFor("other"));
        await using var given = other.TasksAsync().GetAsyncEnumerator();

        await agent.DisposeAsync();

        (await given.NextClaimAsync()).Task.ShouldBe(id);
        claim.EndReason.ShouldBe("left");
    }

    [Fact]
    public async Task Dispose_OfAClaimThatHasNotEnded_CountsAsAFailedAttempt()
    {
        await using var fabric = await TestFabric.StartAsync();
        await using var agent = await FabricAgent.StartAsync(fabric.OptionsFor("worker"));
        var id = await fabric.AddAsync(new TaskAddBody { Type = "work", MaxAttempts = 1 });
        await using var offers = agent.TasksAsync().GetAsyncEnumerator();

        await using (await offers.NextClaimAsync())
        {
            // The work throws here, for example.
        }

        (await fabric.ShowAsync(id)).State.ShouldBe("dead");
    }

    [Fact]
    public async Task Ended_WhenTheTaskIsCalledOff_FiresAndNothingIsAcceptedAnyMore()
    {
        await using var fabric = await TestFabric.StartAsync();
        await using var agent = await FabricAgent.StartAsync(fabric.OptionsFor("worker"));
        var id = await fabric.AddAsync();
        await using var offers = agent.TasksAsync().GetAsyncEnumerator();
        var claim = await offers.NextClaimAsync();

        await fabric.CancelAsync(id);
        await claim.Ended.CancelledAsync();

        claim.EndReason.ShouldBe("cancelled");
        var refused = await Should.ThrowAsync<FabricException>(() => claim.CompleteAsync());
        refused.Error.ShouldBe(ErrorTable.FenceStale);
    }

    [Fact]
    public async Task Accept_OfAnOfferThatIsGone_IsNothing()
    {
        await using var fabric = await TestFabric.StartAsync();
        await using var agent = await FabricAgent.StartAsync(fabric.OptionsFor("worker"));
        var id = await fabric.AddAsync();
        await using var offers = agent.TasksAsync().GetAsyncEnumerator();
        var offer = await offers.NextAsync();

        await fabric.CancelAsync(id);

        (await offer.AcceptAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Block_ThatIsResolved_BringsTheAnswer()
    {
        await using var fabric = await TestFabric.StartAsync();
        await using var agent = await FabricAgent.StartAsync(fabric.OptionsFor("worker"));
        await using var lead = await FabricAgent.StartAsync(fabric.OptionsFor("lead", "lead:only") with
        {
            Orchestrator = true,
        });
        await fabric.AddAsync();
        await using var offers = agent.TasksAsync().GetAsyncEnumerator();
        await using var notices = lead.BlockersAsync().GetAsyncEnumerator();
        var claim = await offers.NextClaimAsync();

        await claim.BlockAsync("no key", needs: ["vault:read"]);
        var raised = await notices.NextAsync();
        await fabric.CallAsync<TaskStateBody>(TaskCalls.Resolve, new AnswerBody("use the second"), claim.Task);
        var resolved = await notices.NextAsync();

        (await claim.AnswerAsync()).ShouldBe("use the second");
        raised.IsResolved.ShouldBeFalse();
        raised.Blocker.Reason.ShouldBe("no key");
        resolved.IsResolved.ShouldBeTrue();
    }

    [Fact]
    public async Task HandOver_WithACheckpoint_LetsTheOtherGoOn()
    {
        await using var fabric = await TestFabric.StartAsync();
        await using var giver = await FabricAgent.StartAsync(fabric.OptionsFor("giver", "hand:over"));
        await fabric.AddAsync(new TaskAddBody { Type = "work", Requires = ["hand:over"] });
        await using var offers = giver.TasksAsync().GetAsyncEnumerator();
        var claim = await offers.NextClaimAsync();
        await using var taker = await FabricAgent.StartAsync(fabric.OptionsFor("taker", "hand:over"));
        await using var taken = taker.TasksAsync().GetAsyncEnumerator();

        await claim.HandOverAsync(JsonElement.Parse("{\"page\":7}"), to: "taker");
        var next = await taken.NextClaimAsync();

        next.Checkpoint!.Value.GetProperty("page").GetInt32().ShouldBe(7);
        next.Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task Drained_Agent_KnowsIt()
    {
        await using var fabric = await TestFabric.StartAsync();
        await using var agent = await FabricAgent.StartAsync(fabric.OptionsFor("worker"));
        await fabric.CallAsync<SwarmBody>(SwarmCalls.Drain, new DrainBody(), "worker");
        await fabric.CallAsync<SwarmBody>(SwarmCalls.Drain, new DrainBody(false), "worker");

        var id = await fabric.AddAsync();
        await using var offers = agent.TasksAsync().GetAsyncEnumerator();
        (await offers.NextAsync()).Task.ShouldBe(id);

        agent.IsDraining.ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("ftp://127.0.0.1")]
    public async Task Start_WithAnAddressThatIsNone_SaysSo(string address)
    {
        var refused = await Should.ThrowAsync<FabricException>(() =>
            FabricAgent.StartAsync(new AgentOptions { Server = address, Swarm = "worker" }));

        refused.Error.ShouldBe(ErrorTable.Usage);
    }

    [Fact]
    public async Task Start_WithoutTheRightToRegister_IsRefusedAtOnce()
    {
        await using var fabric = await TestFabric.StartAsync();

        var refused = await Should.ThrowAsync<FabricException>(() =>
            FabricAgent.StartAsync(fabric.OptionsFor("no capability", "x")));

        refused.Error.ShouldBe(ErrorTable.IdInvalid);
    }
}
