using InfraFabric.Governor.Policy;

namespace InfraFabric.Governor.Tests.Policy;

/// <summary>
/// The ways in which a policy can be wrong: what it is, the text, the line to name, and a part of the fix.
/// </summary>
internal static class MalformedPolicies
{
    public static TheoryData<string, string, int, string> All()
    {
        var all = new TheoryData<string, string, int, string>();
        foreach (var (kind, text, line, fix) in Texts().Concat(Terms()).Concat(Swarms()).Concat(Rules()))
            all.Add(kind, text, line, fix);
        return all;
    }

    private static IEnumerable<(string Kind, string Text, int Line, string Fix)> Texts() =>
    [
        ("a tab", "resource_policy:\n\tmax_cost_per_task: 1\n", 1, "Correct the text at this line"),
        ("a bracket that stays open", "resource_policy: {max_cost_per_task: 1\n", 2, "Correct the text"),
        ("an anchor", "resource_policy: &a\n  max_cost_per_task: 1\n", 1, "Correct the text at this line"),
        ("an alias", "resource_policy:\n  max_cost_per_task: *a\n", 2, "Correct the text at this line"),
        ("a tag", "resource_policy:\n  max_cost_per_task: !!float 1\n", 2, "Correct the text at this line"),
        ("two documents", "resource_policy:\n---\nrules:\n", 2, "Correct the text at this line"),
        ("a list as the whole", "- resource_policy\n", 1, "\"key: value\""),
        ("a word as the whole", "policy\n", 1, "\"key: value\""),
        ("a section that is not known", "resources:\n  max_cost_per_task: 1\n", 1, "Did you mean resource_policy?"),
        ("a section with a slip", "\ncapability_registy:\n", 2, "Did you mean capability_registry?"),
        ("a section twice", "rules:\n  - verdict: allow\nrules:\n  - verdict: deny\n", 3, "Keep one of the two."),
        ("a section that is a word", "resource_policy: strict\n", 1, "\"key: value\""),
        ("a section that is a list", "capability_registry:\n  - session-1-ndi\n", 2, "\"key: value\""),
        ("a key that is a list", "? [a, b]\n: 1\n", 1, "Correct the text at this line"),
        ("text beside a mapping", "resource_policy: x\n  max_cost_per_task: 1\n", 2, "Correct the text at this line"),
    ];

    private static IEnumerable<(string Kind, string Text, int Line, string Fix)> Terms() =>
    [
        Term("a key that is not known", "budget: 1", "Remove it; the keys here are"),
        Term("a key with a slip", "max_swarm_per_task: 3", "Did you mean max_swarms_per_task?"),
        Term("another key's writing", "max-cost-per-task: 3", "Did you mean max_cost_per_task?"),
        Term("a key without a value", "max_cost_per_task:", "a sum in dollars"),
        Term("a key twice", "max_cost_per_task: 1\n  max_cost_per_task: 2", "Keep one of the two.", line: 3),
        Term("a list for a value", "max_cost_per_task: [1]", "a sum in dollars"),
        Term("a mapping for a value", "min_capability_match: {a: 1}", "a share from 0 to 1"),
        Term("no swarm", "max_swarms_per_task: 0", "a whole number from 1 to 16"),
        Term("too many swarms", "max_swarms_per_task: 17", "a whole number from 1 to 16"),
        Term("half a swarm", "max_swarms_per_task: 2.5", "a whole number from 1 to 16"),
        Term("a negative sum", "max_cost_per_task: -1", "a sum in dollars"),
        Term("a sum in words", "max_cost_per_task: ten", "a sum in dollars"),
        Term("another currency", "max_cost_per_task: 10 EUR", "a sum in dollars"),
        Term("a sum with a comma", "max_cost_per_task: 1,000", "a sum in dollars"),
        Term("a sum that is too exact", "max_cost_per_task: 0.0000001", "a sum in dollars"),
        Term("a share in percent", "min_capability_match: 70%", "a share from 0 to 1"),
        Term("a share above one", "min_capability_match: 1.01", "a share from 0 to 1"),
        Term("a negative share", "min_capability_match: -0.1", "a share from 0 to 1"),
        Term("no number as a share", "min_capability_match: NaN", "a share from 0 to 1"),
        Term("a threshold of nothing", "circuit_breaker_failure_threshold: 0", "a whole number from 1 to 1000"),
        Term("a loop of one call", "circuit_breaker_same_calls: 1", "a whole number from 2 to 10000"),
        Term("a pace without a sum", "circuit_breaker_cost_per_minute: fast", "a sum in dollars"),
        Term("no escalation at all", "max_escalations_per_hour: 0", "a whole number from 1 to 10000"),
        Term("a time without a unit", "expected_help: 60", "a length of time such as 30s"),
        Term("a time that is too short", "expected_help: 30s", "from 1m to 7d"),
    ];

    private static IEnumerable<(string Kind, string Text, int Line, string Fix)> Swarms() =>
    [
        ("a swarm's name with a space", "capability_registry:\n  session 1:\n    tenant: t\n", 2, "a swarm's name"),
        ("a swarm's name with a slash", "capability_registry:\n  a/b:\n    cost_per_hour: 1\n", 2, "a swarm's name"),
        ("a swarm twice", "capability_registry:\n  a:\n    tenant: t\n  a:\n    tenant: t\n", 4, "Keep one of"),
        ("a swarm that is a sum", "capability_registry:\n  a: 2.0\n", 2, "\"key: value\""),
        ("more swarms than may be", ManySwarms(), 1, "ifctl governor register"),
        Swarm("a key with a slip", "capabilites: [a:b]", "Did you mean capabilities?"),
        Swarm("no capability", "capabilities: []", "Write one item per line"),
        Swarm("a capability that is no list", "capabilities: a:b", "Write one item per line"),
        Swarm("a capability without a domain", "capabilities: [ndi]", "integration:ndi"),
        Swarm("a capability in capitals", "capabilities: [integration:NDI]", "in lower case"),
        Swarm("a version that is none", "capabilities: [integration:ndi@new]", "integration:ndi@2"),
        Swarm("everything", "capabilities: [\"*:*\"]", "integration:*"),
        Swarm("a capability twice", "capabilities: [a:b, c:d, a:b]", "Keep one of the two."),
        Swarm("a capability without a value", "capabilities:\n      - a:b\n      -", "in lower case", line: 5),
        Swarm("more capabilities than may be", ManyCapabilities(), "a whole domain is one"),
        Swarm("a negative cost", "cost_per_hour: -2.0", "a sum in dollars"),
        Swarm("a cost that is a list", "cost_per_hour: [2.0]", "a sum in dollars"),
        Swarm("a tenant with a slash", "tenant: acme/eu", "a tenant's name"),
        Swarm("a model without a price", "prices:\n      gpt-5: {}", "Give input, output, or both.", line: 4),
        Swarm("a model with a space", "prices:\n      gpt 5: {input: 1}", "the name of a model", line: 4),
        Swarm("a price that is not known", "prices:\n      gpt-5: {inputs: 1}", "Did you mean input?", line: 4),
        Swarm("a price in words", "prices:\n      gpt-5: {input: cheap}", "a sum in dollars", line: 4),
        Swarm("a limit that is not known", "limits:\n      max_cost: 1", "here are max_cost_per_task", line: 4),
    ];

    private static IEnumerable<(string Kind, string Text, int Line, string Fix)> Rules() =>
    [
        ("rules that are a mapping", "rules:\n  verdict: deny\n", 1, "Write each after a dash"),
        ("no rule", "rules: []\n", 1, "Write each after a dash"),
        ("a rule that is a word", "rules:\n  - deny\n", 2, "\"key: value\""),
        ("more rules than may be", ManyRules(), 1, "one pattern can stand for many words"),
        ("rules that are too long", LongRules(), 1, "shorten their reasons"),
        ("a rule that is never reached", "rules:\n  - verdict: allow\n  - swarm: a\n    verdict: deny\n", 1,
            "Move it to the end"),
        Rule("no verdict", "swarm: a", "allow or deny"),
        Rule("another verdict", "verdict: maybe", "allow or deny"),
        Rule("a key with a slip", "swarms: a\n    verdict: deny", "Did you mean swarm?"),
        Rule("an asterisk in the middle", "swarm: a*b\n    verdict: deny", "and * at its end"),
        Rule("a pattern with a space", "kind: a b\n    verdict: deny", "visible characters"),
        Rule("a denial with a ceiling", "verdict: deny\n    max_cost: 1", "up to this", line: 3),
        Rule("a ceiling in words", "verdict: allow\n    max_cost: little", "a sum in dollars", line: 3),
        Rule("a reason without an end", $"why: {new string('x', 201)}\n    verdict: deny", "1 to 200 characters"),
    ];

    private static (string Kind, string Text, int Line, string Fix) Term(
        string kind, string text, string fix, int line = 2) => (kind, $"resource_policy:\n  {text}\n", line, fix);

    private static (string Kind, string Text, int Line, string Fix) Swarm(
        string kind, string text, string fix, int line = 3) =>
        (kind, $"capability_registry:\n  session-1-ndi:\n    {text}\n", line, fix);

    private static (string Kind, string Text, int Line, string Fix) Rule(
        string kind, string text, string fix, int line = 2) => (kind, $"rules:\n  - {text}\n", line, fix);

    private static string ManySwarms() => "capability_registry:\n" + string.Concat(
        Enumerable.Range(0, PolicyLimits.MaxSwarms + 1).Select(i => $"  s{i}:\n    tenant: t\n"));

    private static string ManyCapabilities() =>
        "capabilities: ["
        + string.Join(", ", Enumerable.Range(0, PolicyLimits.MaxCapabilities + 1).Select(i => $"a:b{i}")) + "]";

    private static string ManyRules() => "rules:\n" + string.Concat(
        Enumerable.Range(0, PolicyLimits.MaxRules + 1).Select(i => $"  - swarm: s{i}\n    verdict: deny\n"));

    private static string LongRules() => "rules:\n" + string.Concat(
        Enumerable.Range(0, 900).Select(i => $"  - swarm: s{i}\n    verdict: deny\n    why: {new string('x', 150)}\n"));
}
