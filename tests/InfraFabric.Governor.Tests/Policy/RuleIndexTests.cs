using InfraFabric.Core.Units;
using InfraFabric.Governor.Policy;

namespace InfraFabric.Governor.Tests.Policy;

public sealed class RuleIndexTests
{
    private static readonly Money Dollar = Money.Parse("1");

    [Fact]
    public void Decide_NoRule_AllowsUpToThePolicysCeiling()
    {
        var rules = new RuleIndex(new PolicyRecord { MaxCostPerTask = Dollar });

        rules.Decide(Asked(Dollar)).ShouldBe(new RuleVerdict(true, Dollar, 0, null));
        rules.Decide(Asked(Money.Parse("1.000001"))).Allowed.ShouldBeFalse();
    }

    [Theory]
    [InlineData("swarm", "intern-7", true)]
    [InlineData("swarm", "intern-*", true)]
    [InlineData("swarm", "intern-77*", false)]
    [InlineData("swarm", "intern", false)]
    [InlineData("swarm", "*", true)]
    [InlineData("kind", "release", true)]
    [InlineData("kind", "rel*", true)]
    [InlineData("kind", "research", false)]
    [InlineData("tenant", "acme", true)]
    [InlineData("tenant", "acme-*", false)]
    [InlineData("capability", "deploy:prod", true)]
    [InlineData("capability", "code:*", true)]
    [InlineData("capability", "deploy:test", false)]
    public void Decide_OnePattern_MatchesWhatItNames(string what, string pattern, bool matches)
    {
        var rule = new PolicyRule
        {
            Swarm = what == "swarm" ? pattern : null,
            Kind = what == "kind" ? pattern : null,
            Tenant = what == "tenant" ? pattern : null,
            Capability = what == "capability" ? pattern : null,
            Deny = true,
            Why = "said so",
        };

        var verdict = new RuleIndex(new PolicyRecord { Rules = [rule] }).Decide(Asked());

        verdict.Allowed.ShouldBe(!matches);
        (verdict.Rule, verdict.Why).ShouldBe(matches ? (1, "said so") : (0, null));
    }

    [Fact]
    public void Decide_SeveralMatch_TheFirstCounts_WhateverTheyName()
    {
        var rules = new RuleIndex(new PolicyRecord
        {
            Rules =
            [
                new PolicyRule { Swarm = "other", Deny = true },
                new PolicyRule { Capability = "deploy:*", MaxCost = Dollar },
                new PolicyRule { Swarm = "intern-7", Deny = true },
                new PolicyRule { Deny = true },
            ],
        });

        rules.Decide(Asked()).ShouldBe(new RuleVerdict(true, Dollar, 2, null));
        rules.Decide(Asked() with { Required = [] }).Rule.ShouldBe(3);
        rules.Decide(new RuleQuestion { Swarm = "else" }).Rule.ShouldBe(4);
    }

    [Fact]
    public void Decide_RandomRulesAndQuestions_IsWhatTheFirstMatchingRuleSays()
    {
        var chance = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var policy = new PolicyRecord { Rules = [.. Enumerable.Range(0, 40).Select(_ => RandomRule(chance))] };
            var rules = new RuleIndex(policy);
            for (var i = 0; i < 30; i++)
            {
                var asked = RandomQuestion(chance);
                var first = policy.Rules.Index().Where(rule => rule.Item.Matches(asked))
                    .Select(rule => rule.Index + 1).FirstOrDefault();

                rules.Decide(asked).Rule.ShouldBe(first);
            }
        }
    }

    private static RuleQuestion Asked(Money? cost = null) => new()
    {
        Swarm = "intern-7",
        Tenant = "acme",
        Kind = "release",
        Required = ["code:csharp", "deploy:prod"],
        Cost = cost,
    };

    private static PolicyRule RandomRule(Random chance) => new()
    {
        Swarm = RandomPattern(chance),
        Tenant = RandomPattern(chance),
        Kind = RandomPattern(chance),
        Capability = RandomPattern(chance),
        Deny = chance.Next(2) == 0,
    };

    private static string? RandomPattern(Random chance) => chance.Next(5) switch
    {
        0 => RandomWord(chance),
        1 => RandomWord(chance)[..chance.Next(1, 3)] + '*',
        2 => "*",
        _ => null,
    };

    private static RuleQuestion RandomQuestion(Random chance) => new()
    {
        Swarm = RandomWord(chance),
        Tenant = chance.Next(2) == 0 ? null : RandomWord(chance),
        Kind = RandomWord(chance),
        Required = [.. Enumerable.Range(0, chance.Next(3)).Select(_ => RandomWord(chance))],
    };

    private static string RandomWord(Random chance) => string.Concat(
        Enumerable.Range(0, 3).Select(_ => (char)('a' + chance.Next(2))));
}
