using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Policy;

/// <summary>
/// The rules of a policy, arranged so that only those are looked at that can match: each stands under the first thing
/// that it names.
/// </summary>
public sealed class RuleIndex
{
    private readonly Money _ceiling;
    private readonly IReadOnlyList<PolicyRule> _rules;
    private readonly PatternTable _bySwarm = new();
    private readonly PatternTable _byKind = new();
    private readonly PatternTable _byCapability = new();
    private readonly PatternTable _byTenant = new();
    private readonly List<int> _others = [];

    public RuleIndex(PolicyRecord policy)
    {
        _ceiling = policy.MaxCostPerTask;
        _rules = policy.Rules ?? [];
        for (var place = 0; place < _rules.Count; place++)
            ListFor(_rules[place]).Add(place);
    }

    /// <summary>The verdict of the first rule that matches, else that of the policy as a whole.</summary>
    public RuleVerdict Decide(RuleQuestion question)
    {
        var first = int.MaxValue;
        _bySwarm.Visit(question.Swarm, (this, question), ref first, Earlier);
        _byKind.Visit(question.Kind, (this, question), ref first, Earlier);
        _byTenant.Visit(question.Tenant, (this, question), ref first, Earlier);
        for (var i = 0; i < question.Required.Count; i++)
            _byCapability.Visit(question.Required[i], (this, question), ref first, Earlier);
        first = Earlier((this, question), _others, first);

        var rule = first < _rules.Count ? _rules[first] : null;
        var ceiling = rule?.MaxCost ?? _ceiling;
        var allowed = rule is not { Deny: true } && (question.Cost is not { } cost || cost <= ceiling);
        return new RuleVerdict(allowed, ceiling, rule is null ? 0 : first + 1, rule?.Why);
    }

    /// <summary>The first of some rules that matches, if it stands before the one found so far.</summary>
    private static int Earlier((RuleIndex Index, RuleQuestion Question) asked, List<int> places, int first)
    {
        foreach (var place in places)
        {
            if (place >= first)
                break;
            if (asked.Index._rules[place].Matches(asked.Question))
                return place;
        }

        return first;
    }

    private List<int> ListFor(PolicyRule rule)
    {
        if (PolicyRule.Narrows(rule.Swarm) is { } swarm)
            return _bySwarm.ListFor(swarm);
        if (PolicyRule.Narrows(rule.Kind) is { } kind)
            return _byKind.ListFor(kind);
        if (PolicyRule.Narrows(rule.Capability) is { } capability)
            return _byCapability.ListFor(capability);
        return PolicyRule.Narrows(rule.Tenant) is { } tenant ? _byTenant.ListFor(tenant) : _others;
    }
}
