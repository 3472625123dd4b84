using InfraFabric.Core.Config;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Tests;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Policy;

namespace InfraFabric.Governor.Tests.Policy;

public sealed class PolicyFileTests
{
    private const string Whole = """
        resource_policy:
          max_swarms_per_task: 4
          max_cost_per_task: 12.5
          min_capability_match: 0.5
          circuit_breaker_failure_threshold: 5
          circuit_breaker_same_calls: 7
          circuit_breaker_cost_per_minute: 30
          max_escalations_per_hour: 9
          expected_help: 30m
        capability_registry:
          session-1-ndi:
            capabilities: [streaming:video@2.1, integration:*]
            cost_per_hour: 2.0
            tenant: acme
            prices:
              gpt-5:
                input: 1.25
                output: 10
            limits:
              max_cost_per_task: 3
          session-4-sip:
            cost_per_hour: 0
        rules:
          - swarm: intern-*
            capability: deploy:*
            verdict: deny
            why: Nobody deploys in the first week.
          - kind: research
            tenant: acme
            verdict: allow
            max_cost: 2.5
        """;

    [Fact]
    public void Parse_Whole_SaysAllOfIt()
    {
        var policy = PolicyFile.Parse(Whole, "policy.yaml");

        var terms = policy.Terms;
        terms.MaxSwarmsPerTask.ShouldBe(4);
        terms.MaxCostPerTask.ShouldBe(Money.Parse("12.5"));
        terms.MinCapabilityMatch.ShouldBe(0.5);
        terms.CircuitBreakerFailureThreshold.ShouldBe(5);
        terms.CircuitBreakerSameCalls.ShouldBe(7);
        terms.CircuitBreakerCostPerMinute.ShouldBe(Money.Parse("30"));
        terms.MaxEscalationsPerHour.ShouldBe(9);
        terms.ExpectedHelp.ShouldBe(TimeSpan.FromMinutes(30));
        terms.Hash.ShouldBe(PolicyFile.HashOf(Whole));
        terms.Rules.ShouldNotBeNull().ShouldBe(
        [
            new PolicyRule
            {
                Swarm = "intern-*", Capability = "deploy:*", Deny = true, Why = "Nobody deploys in the first week.",
            },
            new PolicyRule { Kind = "research", Tenant = "acme", MaxCost = Money.Parse("2.5") },
        ]);
    }

    [Fact]
    public void Parse_Whole_SaysWhatIsKnownOfSwarms()
    {
        var swarms = PolicyFile.Parse(Whole, "policy.yaml").Swarms;

        var ndi = swarms[SwarmName.Parse("session-1-ndi")];
        ndi.Capabilities.ShouldBe(["integration:*", "streaming:video@2.1"]);
        ndi.CostPerHour.ShouldBe(Money.Parse("2.0"));
        ndi.Tenant.ShouldBe("acme");
        ndi.Prices!["gpt-5"].Output.ShouldBe(Money.Parse("10"));
        ndi.Limits!.MaxCostPerTask.ShouldBe(Money.Parse("3"));
        var sip = swarms[SwarmName.Parse("session-4-sip")];
        (sip.Capabilities, sip.CostPerHour, sip.Tenant, sip.Prices, sip.Limits)
            .ShouldBe((null, Money.Zero, null, null, null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet\n")]
    [InlineData("resource_policy:\ncapability_registry:\n")]
    public void Parse_NothingSaid_IsTheDefaults(string text)
    {
        var policy = PolicyFile.Parse(text, "policy.yaml");

        (policy.Terms with { Hash = null }).ShouldBe(PolicyRecord.Default);
        policy.Swarms.ShouldBeEmpty();
    }

    [Fact]
    public void Parse_TheRequirementsExample_IsUnderstood()
    {
        var policy = PolicyFile.Parse(
            """
            resource_policy:
              max_swarms_per_task: 3
              max_cost_per_task: 10.0
              min_capability_match: 0.7
              circuit_breaker_failure_threshold: 3
            capability_registry:
              session-1-ndi:
                capabilities: [integration:ndi, streaming:video]
                cost_per_hour: 2.0
              session-4-sip:
                capabilities: [integration:sip, telephony:protocols]
                cost_per_hour: 2.0
            """, "policy.yaml");

        (policy.Terms with { Hash = null }).ShouldBe(PolicyRecord.Default);
        policy.Swarms.Keys.Select(name => name.Text).ShouldBe(["session-1-ndi", "session-4-sip"]);
    }

    [Theory]
    [MemberData(nameof(MalformedPolicies.All), MemberType = typeof(MalformedPolicies))]
    public void Parse_Malformed_NamesLineAndFix(string kind, string text, int line, string fix)
    {
        var refused = Should.Throw<FabricException>(() => PolicyFile.Parse(text, "policy.yaml"));

        refused.Error.ShouldBe(ErrorTable.ConfigInvalid);
        refused.Why.Split('\n').ShouldContain(
            told => told.StartsWith($"policy.yaml:{line}: ", StringComparison.Ordinal)
                && told.Contains(fix, StringComparison.Ordinal),
            $"{kind}: {refused.Why}");
    }

    [Fact]
    public void Parse_ManyErrors_AreToldAllAtOnceInTheOrderOfTheirLines()
    {
        var refused = Should.Throw<FabricException>(() => PolicyFile.Parse(
            """
            resource_policy:
              max_cost_per_task: much
            capability_registry:
              "no name":
                cost_per_hour: 2.0
              session-1-ndi:
                capabilities: [NDI]
            rules:
              - swarm: a
            """, "policy.yaml"));

        refused.Why.Split('\n').Select(told => told.Split(':')[1]).ShouldBe(["2", "4", "7", "9"]);
    }

    [Fact]
    public void Reference_TableOfKeys_IsWhatIsRead()
    {
        var documented = File.ReadAllLines(RepositoryFolder.PathOf("docs/reference/governor-policy.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line[..line.LastIndexOf(" | ", StringComparison.Ordinal)]);

        documented.ShouldBe(ConfigFile.KeysOf(PolicyFile.Read)
            .Where(key => key.Path.StartsWith("resource_policy.", StringComparison.Ordinal))
            .Select(key => $"| `{key.Path}` | {key.Expected} | {(key.Default is { } text ? $"`{text}`" : "none")}"));
    }

    [Fact]
    public void Reference_Example_IsAPolicy()
    {
        var page = File.ReadAllText(RepositoryFolder.PathOf("docs/reference/governor-policy.md"));
        var begin = page.IndexOf("```yaml\n", StringComparison.Ordinal) + "```yaml\n".Length;

        var policy = PolicyFile.Parse(page[begin..page.IndexOf("```", begin, StringComparison.Ordinal)], "page");

        policy.Swarms.Count.ShouldBe(2);
        policy.Terms.Rules!.Count.ShouldBe(2);
    }
}
