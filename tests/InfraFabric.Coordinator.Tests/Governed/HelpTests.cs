using InfraFabric.Coordinator.Push;
using InfraFabric.Coordinator.Tasks;

namespace InfraFabric.Coordinator.Tests.Governed;

/// <summary>Whoever is to help is told, and told when it is over.</summary>
public sealed class HelpTests
{
    [Fact]
    public void Help_IsToldToTheHelper_AlsoToOneThatConnectsLater() => Stage.Play(async (stage, coordinator) =>
    {
        var owner = await coordinator.JoinAsync("owner");
        var task = await coordinator.AddAsync();
        var claim = (await coordinator.BestAsync("owner", owner)).Claim;
        await coordinator.BlockAsync(task, claim.Fence, "no SIP", ["integration:sip"], null, Stage.Operator);
        var helper = await coordinator.JoinAsync("helper");
        await using var first = await coordinator.ListenAsync("helper", helper);
        await first.NextAsync();

        await stage.WriteAsync($"help/{task}", """
            {"helpers":[{"swarm":"helper","capability":"integration:sip","reservation":"r","amount_micro_usd":5}]}
            """);
        var told = await first.NextAsync(StreamEventKind.Help);
        await using var second = await coordinator.ListenAsync("helper", helper);
        var pictured = (await second.NextAsync())!.Events.ShouldHaveSingleItem();

        told.Task!.Id.ShouldBe(task);
        told.Help!.Capability.ShouldBe("integration:sip");
        told.Blocker!.Reason.ShouldBe("no SIP");
        pictured.Help.ShouldBe(told.Help);
    });

    [Fact]
    public void Help_ThatAPersonWasAskedFor_KeepsNobodyFromConnecting() => Stage.Play(async (stage, coordinator) =>
    {
        var task = await coordinator.AddAsync(new TaskDraft { Type = "work", Requires = ["integration:sip"] });
        await stage.WriteAsync($"help/{task}", """{"escalation":"e"}""");
        var session = await coordinator.JoinAsync("other");

        await using var stream = await coordinator.ListenAsync("other", session);

        (await stream.NextAsync())!.Events.ShouldBeEmpty();
    });

    [Fact]
    public void Help_ThatEnds_IsToldToTheHelper() => Stage.Play(async (stage, coordinator) =>
    {
        var task = await coordinator.AddAsync();
        var helper = await coordinator.JoinAsync("helper", 1, "code:csharp");
        await stage.WriteAsync($"help/{task}", """{"helpers":[{"swarm":"helper"}]}""");
        await using var stream = await coordinator.ListenAsync("helper", helper);
        await stream.NextAsync();

        await stage.WriteAsync($"help/{task}", null);

        (await stream.NextAsync(StreamEventKind.HelpOver)).Task!.Id.ShouldBe(task);
    });
}
