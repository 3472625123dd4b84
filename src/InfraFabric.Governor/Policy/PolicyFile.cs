using System.Text;
using System.Text.Json;
using InfraFabric.Core.Config;
using InfraFabric.Core.Crypto;
using InfraFabric.Governor.Records;
using InfraFabric.Governor.Registry;

namespace InfraFabric.Governor.Policy;

/// <summary>Reads <c>governor/policy.yaml</c>: either all of it, or all its errors at once.</summary>
public static class PolicyFile
{
    /// <summary>Reads a policy; the path only serves to name it in errors.</summary>
    public static GovernorPolicy Parse(string yaml, string path)
    {
        var policy = ConfigFile.Parse(yaml, path, Read);
        return policy with { Terms = policy.Terms with { Hash = HashOf(yaml) } };
    }

    /// <summary>The hash by which a file is known.</summary>
    public static string HashOf(string yaml) => Sha256Hash.Of(Encoding.UTF8.GetBytes(yaml)).ToString();

    internal static GovernorPolicy Read(ConfigSection file)
    {
        var terms = file.Section("resource_policy", ReadTerms);
        var swarms = file.Map("capability_registry", PolicyValues.Swarm, (_, section) => ReadLayer(section));
        var rules = file.Sections("rules", ReadRule);
        if (swarms.Count > PolicyLimits.MaxSwarms)
        {
            file.Refuse("capability_registry", $"It speaks of {swarms.Count} swarms.",
                $"It may speak of {PolicyLimits.MaxSwarms}; register the others with ifctl governor register.");
        }

        CheckRules(file, rules);
        return new GovernorPolicy(terms with { Rules = rules.Count == 0 ? null : rules }, swarms);
    }

    private static PolicyRecord ReadTerms(ConfigSection section) => new()
    {
        MaxSwarmsPerTask = section.Optional(
            "max_swarms_per_task", ConfigValues.WholeNumber(1, PolicyLimits.MaxSwarmsPerTask), "3"),
        MaxCostPerTask = section.Optional("max_cost_per_task", ConfigValues.Dollars, "10.0"),
        MinCapabilityMatch = section.Optional("min_capability_match", PolicyValues.Share, "0.7"),
        CircuitBreakerFailureThreshold = section.Optional(
            "circuit_breaker_failure_threshold", ConfigValues.WholeNumber(1, 1000), "3"),
        CircuitBreakerSameCalls = section.Optional(
            "circuit_breaker_same_calls", ConfigValues.WholeNumber(2, 10_000), "10"),
        CircuitBreakerCostPerMinute = section.Maybe("circuit_breaker_cost_per_minute", ConfigValues.Dollars),
        MaxEscalationsPerHour = section.Optional(
            "max_escalations_per_hour", ConfigValues.WholeNumber(1, 10_000), "20"),
        ExpectedHelpS = (int)section.Optional(
            "expected_help", ConfigValues.Duration(TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)), "1h").TotalSeconds,
    };

    private static RegistryLayer ReadLayer(ConfigSection section)
    {
        var layer = new RegistryLayer
        {
            Capabilities = ReadCapabilities(section),
            CostPerHour = section.Maybe("cost_per_hour", ConfigValues.Dollars),
            Tenant = section.Optional("tenant", PolicyValues.Tenant),
            Prices = ReadPrices(section),
            Limits = section.Section("limits", ReadLimits),
        };
        return layer;
    }

    private static List<string>? ReadCapabilities(ConfigSection section)
    {
        var offers = section.List("capabilities", PolicyValues.Offer);
        if (offers.Count > PolicyLimits.MaxCapabilities)
        {
            section.Refuse("capabilities", $"There are {offers.Count} capabilities.",
                $"A swarm may have {PolicyLimits.MaxCapabilities}; a whole domain is one: integration:*.");
        }

        var texts = offers.Select(offer => offer.ToString()).Order(StringComparer.Ordinal).ToList();
        if (texts.Zip(texts.Skip(1)).FirstOrDefault(pair => pair.First == pair.Second && pair.First.Length > 0)
            is { First: { } twice })
        {
            section.Refuse("capabilities", $"{twice} stands there twice.", "Keep one of the two.");
        }

        return texts.Count == 0 ? null : texts;
    }

    private static IReadOnlyDictionary<string, ModelPrice>? ReadPrices(ConfigSection section)
    {
        var prices = section.Map("prices", PolicyValues.Model, (_, model) =>
        {
            var price = new ModelPrice
            {
                Input = model.Maybe("input", ConfigValues.Dollars),
                Output = model.Maybe("output", ConfigValues.Dollars),
            };
            if (price == new ModelPrice())
                model.Refuse("input", "Nothing says what the model costs.", "Give input, output, or both.");
            return price;
        });
        if (prices.Count > PolicyLimits.MaxModels)
        {
            section.Refuse("prices", $"There are prices for {prices.Count} models.",
                $"A swarm may have {PolicyLimits.MaxModels}.");
        }

        return prices.Count == 0 ? null : prices;
    }

    private static SwarmLimits? ReadLimits(ConfigSection section) =>
        section.Maybe("max_cost_per_task", ConfigValues.Dollars) is { } most
            ? new SwarmLimits { MaxCostPerTask = most }
            : null;

    private static PolicyRule ReadRule(ConfigSection section)
    {
        var rule = new PolicyRule
        {
            Swarm = section.Optional("swarm", PolicyValues.Pattern),
            Tenant = section.Optional("tenant", PolicyValues.Pattern),
            Kind = section.Optional("kind", PolicyValues.Pattern),
            Capability = section.Optional("capability", PolicyValues.Pattern),
            Deny = section.Required("verdict", PolicyValues.Deny),
            MaxCost = section.Maybe("max_cost", ConfigValues.Dollars),
            Why = section.Optional("why", PolicyValues.Reason),
        };
        if (rule is { Deny: true, MaxCost: not null })
        {
            section.Refuse("max_cost", "What is denied may cost nothing.",
                "Remove it, or let the verdict be allow: then it is allowed up to this.");
        }

        return rule;
    }

    private static void CheckRules(ConfigSection file, IReadOnlyList<PolicyRule> rules)
    {
        if (rules.Count > PolicyLimits.MaxRules)
        {
            file.Refuse("rules", $"There are {rules.Count} rules.",
                $"There may be {PolicyLimits.MaxRules}; one pattern can stand for many words: intern-*.");
        }
        else if (rules.Count > 0 && JsonSerializer.SerializeToUtf8Bytes(
            new PolicyRecord { Rules = rules }, GovernorJson.Stored.PolicyRecord).Length > PolicyLimits.MaxRuleBytes)
        {
            file.Refuse("rules", "The rules are too long together.",
                $"They may have {PolicyLimits.MaxRuleBytes} bytes; shorten their reasons.");
        }

        var last = rules.Index().FirstOrDefault(rule => rule.Item.IsCatchAll);
        if (last.Item is not null && last.Index < rules.Count - 1)
        {
            file.Refuse("rules", $"Rule {last.Index + 1} matches everything, so those after it never count.",
                "Move it to the end, or let it name what it is about.");
        }
    }
}
