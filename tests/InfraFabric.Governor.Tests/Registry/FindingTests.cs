using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Budgets;
using InfraFabric.Governor.Matching;
using InfraFabric.Governor.Policy;
using InfraFabric.Governor.Registry;
using InfraFabric.Governor.Tests.Budgets;

namespace InfraFabric.Governor.Tests.Registry;

public sealed class FindingTests
{
    private const string Sip = "integration:sip telephony:protocols";

    [Fact]
    public void Find_OnlySwarmsThatCanDoEnough_AreQualified() => RegistryStage.Run(async stage =>
    {
        await stage.JoinAsync("session-1-ndi", "integration:ndi streaming:video", "2");
        await stage.JoinAsync("session-4-sip", Sip, "2");
        await stage.JoinAsync("half", "integration:sip", "1");

        stage.Find(Sip).ShouldBe(["session-4-sip Best"]);
        stage.Find(Sip, new MatchQuestion { Explain = true }).ShouldBe(
            ["session-4-sip Best", "half NotQualified", "session-1-ndi NotQualified"]);
    });

    [Fact]
    public void Find_ShareTheLowerPolicyAsksFor_IsEnough() => RegistryStage.Run(async stage =>
    {
        await stage.JoinAsync("half", "integration:sip", "1");
        await stage.PutAsync("policy/governor", """{"min_capability_match":0.5}""");

        stage.Find(Sip).ShouldBe(["half Best"]);
    });

    [Fact]
    public void Find_PolicyThatLeavesThingsOut_HasTheirDefaults() => RegistryStage.Run(async stage =>
    {
        await stage.JoinAsync("half", "integration:sip", "1");

        await stage.PutAsync("policy/governor", """{"hash":"sha256:0"}""");

        stage.Registry.Policy.ShouldBe(PolicyRecord.Default with { Hash = "sha256:0" });
        stage.Find(Sip).ShouldBeEmpty();
    });

    [Fact]
    public void Find_SeveralQualify_TheHighestScoreIsBest() => RegistryStage.Run(async stage =>
    {
        await stage.JoinAsync("dear", Sip, "4");
        await stage.JoinAsync("cheap", Sip, "1");
        await stage.JoinAsync("cheapest-but-poor", Sip, "0.5");
        await stage.JoinAsync("unstated", Sip);
        await stage.PutAsync("reputation/cheapest-but-poor", """{"value":0.4,"executions":100}""");

        var answer = stage.Registry.Find(new MatchQuestion { Required = RegistryStage.Read(Sip) });

        answer.Candidates.Select(candidate => (candidate.Swarm.Text, candidate.Score, candidate.IsProven)).ShouldBe(
        [
            ("cheap", 1.0, false), ("cheapest-but-poor", 0.8, true), ("dear", 0.25, false), ("unstated", 0.0, false),
        ]);
        answer.Best!.Swarm.Text.ShouldBe("cheap");
        answer.Qualified.ShouldBe(4);
    });

    [Fact]
    public void Find_FreeSwarms_TheBetterMatchIsBest() => RegistryStage.Run(async stage =>
    {
        await stage.JoinAsync("most", "a:1 a:2 a:3", "0");
        await stage.JoinAsync("all", "a:1 a:2 a:3 a:4", "0");

        stage.Find("a:1 a:2 a:3 a:4").ShouldBe(["all Best", "most LowerScore"]);
    });

    [Theory]
    [InlineData("integration:sip@1", "versioned Best")]
    [InlineData("integration:ndi", "whole-domain Best")]
    [InlineData("integration:sip@3", "")]
    public void Find_VersionsAndDomains_CountAsTheyAreOffered(string required, string found) =>
        RegistryStage.Run(async stage =>
        {
            await stage.JoinAsync("plain", "integration:sip", "1");
            await stage.JoinAsync("versioned", "integration:sip@1.4", "1");
            await stage.JoinAsync("whole-domain", "integration:*", "1");

            string.Join(' ', stage.Find(required)).ShouldBe(found);
        });

    [Fact]
    public void Find_WithACeiling_TheDearAndTheUnstatedAreNoCandidates() => RegistryStage.Run(async stage =>
    {
        await stage.JoinAsync("dear", Sip, "5.01");
        await stage.JoinAsync("fair", Sip, "5");
        await stage.JoinAsync("unstated", Sip);

        stage.Find(Sip, new MatchQuestion { MaxCost = Money.Parse("5"), Explain = true })
            .ShouldBe(["fair Best", "dear OverCeiling", "unstated CostUnknown"], ignoreOrder: true);
    });

    [Fact]
    public void Find_WhoCannotWork_IsToldApart() => RegistryStage.Run(async stage =>
    {
        foreach (var swarm in (string[])["ready", "spent", "broken", "on-trial", "gone"])
            await stage.JoinAsync(swarm, Sip, "1");
        await stage.JoinAsync("draining", Sip, "1", draining: true);
        await stage.DeleteAsync("sessions/gone");
        await stage.PutAsync("breakers/broken", Breaker("open"));
        await stage.PutAsync("breakers/on-trial", Breaker("half_open"));
        await stage.Budgets.SetAsync(
            BudgetId.Parse("swarm/spent"), new BudgetTerms(Money.Zero, BudgetWindow.Total), BudgetStage.Cause);

        stage.Find(Sip, new MatchQuestion { Explain = true }).ShouldBe(
        [
            "on-trial Best", "ready LowerScore", "broken BreakerOpen", "draining Draining", "gone Away",
            "spent BudgetSpent",
        ]);
    });

    [Fact]
    public void Find_WhatTheRegistrySays_GoesBeforeWhatTheSwarmSays() => RegistryStage.Run(async stage =>
    {
        await stage.JoinAsync("boaster", Sip + " deploy:prod", "1");
        await stage.PutAsync(
            "registry/boaster",
            """{"capabilities":["integration:sip","telephony:protocols"],"cost_per_hour_micro_usd":8000000}""");

        stage.Find("deploy:prod").ShouldBeEmpty();
        stage.Registry.Find(new MatchQuestion { Required = RegistryStage.Read(Sip) }).Best!.Score.ShouldBe(0.125);

        await stage.DeleteAsync("registry/boaster");
        stage.Find("deploy:prod").ShouldBe(["boaster Best"]);
    });

    [Fact]
    public void Find_RulesOfThePolicy_DenyAndBound() => RegistryStage.Run(async stage =>
    {
        await stage.JoinAsync("intern-1", Sip, "1");
        await stage.JoinAsync("acme-1", Sip, "3");
        await stage.JoinAsync("acme-2", Sip, "2");
        await stage.PutAsync("registry/acme-1", """{"tenant":"acme"}""");
        await stage.PutAsync("registry/acme-2", """{"tenant":"acme"}""");
        await stage.PutAsync("policy/governor", """
            {"rules":[{"swarm":"intern-*","capability":"telephony:*","deny":true,"why":"not yet"},
            {"tenant":"acme","max_cost_micro_usd":2500000}]}
            """);

        var answer = stage.Registry.Find(
            new MatchQuestion { Required = RegistryStage.Read(Sip), Explain = true });

        answer.Candidates.Select(candidate => $"{candidate.Swarm} {candidate.Verdict} {candidate.Detail}").ShouldBe(
        [
            "acme-2 Best ", "intern-1 Denied rule 1: not yet", "acme-1 OverCeiling $3.00 expected, $2.50 allowed",
        ]);
    });

    [Fact]
    public void Find_MoreThanAreWanted_GivesTheBestAndCountsTheRest() => RegistryStage.Run(async stage =>
    {
        for (var i = 1; i <= 30; i++)
            await stage.JoinAsync($"s{i:00}", Sip, $"{31 - i}");

        var answer = stage.Registry.Find(new MatchQuestion { Required = RegistryStage.Read(Sip), Limit = 3 });

        answer.Candidates.Select(candidate => candidate.Swarm.Text).ShouldBe(["s30", "s29", "s28"]);
        (answer.Qualified, answer.Known).ShouldBe((30, 30));
    });

    [Fact]
    public void Find_RecordThatCannotBeRead_CountsForNothingAndHurtsNobody() => RegistryStage.Run(async stage =>
    {
        await stage.JoinAsync("good", Sip, "1");
        await stage.JoinAsync("odd", Sip, "1");
        await stage.PutAsync("swarms/odd", "no json");
        await stage.PutAsync("policy/governor", "[]");

        stage.Find(Sip).ShouldBe(["good Best"]);
    });

    [Fact]
    public void Find_RandomSwarmsThatComeAndGo_IsWhatLookingAtEachOneSays() => RegistryStage.Run(async stage =>
    {
        var offered = new Dictionary<string, string[]>(StringComparer.Ordinal);
        for (var step = 0; step < 200; step++)
        {
            var swarm = $"s{stage.World.Chance.Next(12)}";
            string[] offers =
            [
                .. Enumerable.Range(0, stage.World.Chance.Next(4))
                    .Select(_ => Offer(stage.World.Chance)).Distinct(StringComparer.Ordinal),
            ];
            offered[swarm] = offers;
            await stage.JoinAsync(swarm, string.Join(' ', offers), "1");
            var required = RegistryStage.Read($"a:1 a:{stage.World.Chance.Next(2, 4)}@1 b:2");

            var found = stage.Registry.Find(new MatchQuestion { Required = required, Limit = 100 }).Candidates
                .Select(candidate => candidate.Swarm.Text);

            found.ShouldBe(
                offered.Where(one => CapabilityMatch.Of(required, [.. one.Value.Select(Capability.ParseOffer)]) >= 0.7)
                    .Select(one => one.Key),
                ignoreOrder: true);
        }
    });

    [Fact]
    public void Set_TwoLayers_TheOneByHandGoesFirst() => RegistryStage.Run(async stage =>
    {
        var name = SwarmName.Parse("session-1");
        await stage.PutAsync("registry/session-1", """
            {"capabilities":["a:1"],"cost_per_hour_micro_usd":1,"tenant":"acme",
            "policy":{"capabilities":["a:1"],"cost_per_hour_micro_usd":1,"tenant":"acme"}}
            """);

        await stage.Registry.SetAsync(name, new RegistryLayer { CostPerHour = Money.Parse("2") }, BudgetStage.Cause);
        var set = await stage.Registry.SetAsync(
            name, new RegistryLayer { Capabilities = ["b:2", "a:*", "b:2"] }, BudgetStage.Cause);
        var forgotten = await stage.Registry.ForgetAsync(name, BudgetStage.Cause);

        set.Capabilities.ShouldBe(["a:*", "b:2"]);
        (set.CostPerHour, set.Tenant).ShouldBe((Money.Parse("2"), "acme"));
        forgotten.Capabilities.ShouldBe(["a:1"]);
        forgotten.CostPerHour.ShouldBe(Money.FromMicroUsd(1));
        (await stage.NotesAsync()).Where(note => note.Component == "governor").Select(note => note.Operation)
            .ShouldBe(["registry.set", "registry.set", "registry.forget"]);
    });

    [Fact]
    public void Forget_NothingElseKnown_RemovesTheRecord() => RegistryStage.Run(async stage =>
    {
        var name = SwarmName.Parse("session-1");
        await stage.Registry.SetAsync(name, new RegistryLayer { Capabilities = ["a:1"] }, BudgetStage.Cause);

        await stage.Registry.ForgetAsync(name, BudgetStage.Cause);

        (await stage.ReadAsync("registry/session-1")).ShouldBeNull();
        stage.Registry.Show(name).ShouldBeNull();
    });

    private static string Breaker(string state) =>
        $$"""
        {"state":"{{state}}","reason":"failures","detail":"3 in a row","since":"2026-11-21T12:00:00Z",
        "by":"if://agent/x/1"}
        """;

    private static string Offer(Random chance) => chance.Next(6) switch
    {
        0 => "a:*",
        1 => "b:*",
        2 => $"a:{chance.Next(1, 4)}@1.{chance.Next(3)}",
        3 => $"b:{chance.Next(1, 4)}@2",
        _ => $"{(chance.Next(2) == 0 ? 'a' : 'b')}:{chance.Next(1, 4)}",
    };
}
