using InfraFabric.Coordinator.Claims;
using InfraFabric.Coordinator.Push;
using InfraFabric.Coordinator.Swarms;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Units;

namespace InfraFabric.Coordinator.Tests.Governed;

/// <summary>Work goes to whom the governor's records say it should go to.</summary>
public sealed class GovernedMatchingTests
{
    private static readonly TaskDraft Sip = new() { Type = "work", Requires = ["integration:sip"] };

    [Fact]
    public void Claim_OfWhatTheRegistryDoesNotGive_IsRefused() => Stage.Play(async (stage, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one", 1, "integration:sip");
        await stage.WriteAsync("registry/one", """{"capabilities":["integration:ndi"]}""");
        var task = await coordinator.AddAsync(Sip);

        var outcome = await coordinator.ClaimAsync("one", session, task);

        outcome.Verdict.ShouldBe(ClaimVerdict.NotCapable);
    });

    [Fact]
    public void Claim_OfWhatTheRegistryGives_IsMadeThoughTheSwarmSaysNothing() =>
        Stage.Play(async (stage, coordinator) =>
        {
            await stage.WriteAsync("registry/one", """{"capabilities":["integration:*"]}""");
            var session = await coordinator.JoinAsync("one");
            var task = await coordinator.AddAsync(Sip);

            (await coordinator.BestAsync("one", session)).Claim.Task.ShouldBe(task);
        });

    [Fact]
    public void Claim_OfWhatASwarmOffersAsAWholeDomain_IsMade() => Stage.Play(async (_, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one", 1, "integration:*");
        var task = await coordinator.AddAsync(Sip);

        (await coordinator.BestAsync("one", session)).Claim.Task.ShouldBe(task);
    });

    [Fact]
    public void Registry_ThatIsTakenBack_LeavesWhatTheSwarmSays() => Stage.Play(async (stage, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one", 1, "integration:sip");
        await stage.WriteAsync("registry/one", """{"capabilities":["integration:ndi"]}""");
        await stage.WriteAsync("registry/one", null);
        var task = await coordinator.AddAsync(Sip);

        (await coordinator.ClaimAsync("one", session, task)).Verdict.ShouldBe(ClaimVerdict.Claimed);
    });

    [Theory]
    [InlineData("0.5", ClaimVerdict.Claimed)]
    [InlineData("0.51", ClaimVerdict.NotCapable)]
    public void Policy_SaysHowMuchOfWhatIsRequiredMustBeOffered(string least, ClaimVerdict expected) =>
        Stage.Play(async (stage, coordinator) =>
        {
            var session = await coordinator.JoinAsync("one", 1, "integration:sip");
            var task = await coordinator.AddAsync(
                new TaskDraft { Type = "work", Requires = ["integration:sip", "telephony:protocols"] });

            await stage.WriteAsync("policy/governor", $$"""{"min_capability_match":{{least}}}""");

            (await coordinator.ClaimAsync("one", session, task)).Verdict.ShouldBe(expected);
        });

    [Fact]
    public void Policy_ThatIsLowered_PushesWhatWaited() => Stage.Play(async (stage, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one", 1, "integration:sip");
        await using var stream = await coordinator.ListenAsync("one", session);
        await stream.NextAsync();
        var task = await coordinator.AddAsync(
            new TaskDraft { Type = "work", Requires = ["integration:sip", "telephony:protocols"] });

        await stage.WriteAsync("policy/governor", """{"min_capability_match":0.5}""");

        (await stream.NextAsync(StreamEventKind.Assigned)).Task!.Id.ShouldBe(task);
    });

    [Fact]
    public void Push_GoesToTheBestForTheMoney() => Stage.Play(async (stage, coordinator) =>
    {
        await using var dear = await ListenAsync(coordinator, "dear", 4.0m);
        await using var cheap = await ListenAsync(coordinator, "cheap", 1.0m);
        await using var unknown = await ListenAsync(coordinator, "unknown", null);
        await using var bad = await ListenAsync(coordinator, "bad", 0.5m);
        await stage.WriteAsync("reputation/bad", """{"value":0.1}""");

        var task = await coordinator.AddAsync(Sip);

        (await coordinator.SeeAsync(task)).OfferedTo.ShouldBe("cheap");
    });

    [Fact]
    public void Push_CountsHowMuchOfTheTaskIsMatched() => Stage.Play(async (stage, coordinator) =>
    {
        await stage.WriteAsync("policy/governor", """{"min_capability_match":0.5}""");
        await using var half = await ListenAsync(coordinator, "half", 1.0m, "integration:sip");
        await using var whole = await ListenAsync(
            coordinator, "whole", 1.5m, "integration:sip", "telephony:protocols");

        var task = await coordinator.AddAsync(
            new TaskDraft { Type = "work", Requires = ["integration:sip", "telephony:protocols"] });

        // 1 / 1.5 against 0.5 / 1.
        (await coordinator.SeeAsync(task)).OfferedTo.ShouldBe("whole");
    });

    [Fact]
    public void Versions_AreAskedForAndOffered() => Stage.Play(async (_, coordinator) =>
    {
        var old = await coordinator.JoinAsync("old", 1, "integration:sip@1.4");
        var recent = await coordinator.JoinAsync("recent", 1, "integration:sip@2.1");
        var task = await coordinator.AddAsync(new TaskDraft { Type = "work", Requires = ["integration:sip@2"] });

        (await coordinator.ClaimAsync("old", old, task)).Verdict.ShouldBe(ClaimVerdict.NotCapable);
        (await coordinator.ClaimAsync("recent", recent, task)).Verdict.ShouldBe(ClaimVerdict.Claimed);
    });

    private static async Task<StreamReader> ListenAsync(
        FabricCoordinator coordinator, string swarm, decimal? dollars, params string[] capabilities)
    {
        var start = await coordinator.RegisterAsync(
            new SwarmDraft
            {
                Name = swarm,
                Capabilities = capabilities is [] ? ["integration:sip"] : capabilities,
                CostPerHour = dollars is { } cost ? Money.FromMicroUsd((long)(cost * 1_000_000)) : null,
            },
            Stage.Operator);
        var stream = await coordinator.ListenAsync(swarm, start.Session);
        await stream.NextAsync();
        return stream;
    }
}
