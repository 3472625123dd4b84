using System.CommandLine;
using System.Globalization;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Governing;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Commands.Governor;

internal static class GovernorPolicyCommand
{
    public static Command Create()
    {
        var verb = new Verb("policy", "Show the policy that is in force, and where it comes from.")
        {
            Examples = ["governor policy", "governor policy --json"],
        };
        verb.Answers(() => ApiJson.Wire.PolicyBody, ShowAsync, Show);
        return verb;
    }

    private static async Task<PolicyBody> ShowAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await fabric.CallAsync<PolicyBody>(GovernorCalls.Policy);
    }

    private static void Show(PolicyBody policy, Terminal terminal)
    {
        terminal.Line(policy.Hash is null
            ? "No policy is loaded: the defaults are in force."
            : $"{policy.Hash}, loaded {policy.At:u}{(policy.Loading ? ", still being taken over" : "")}.");
        terminal.Table(
            ["KEY", "VALUE"],
            [
                ["min_capability_match", policy.MinCapabilityMatch.ToString(CultureInfo.InvariantCulture)],
                ["max_swarms_per_task", $"{policy.MaxSwarmsPerTask}"],
                ["max_cost_per_task", $"{policy.MaxCostPerTask}"],
                ["circuit_breaker_failure_threshold", $"{policy.CircuitBreakerFailureThreshold}"],
                ["circuit_breaker_same_calls", $"{policy.CircuitBreakerSameCalls}"],
                ["circuit_breaker_cost_per_minute", policy.CircuitBreakerCostPerMinute?.ToString() ?? "-"],
                ["max_escalations_per_hour", $"{policy.MaxEscalationsPerHour}"],
                ["expected_help", $"{policy.ExpectedHelpS} s"],
            ]);
        foreach (var (place, rule) in policy.Rules.Index())
            terminal.Line($"rule {place + 1}: {TextOf(rule)}");
        if (policy.Problem is { } problem)
            terminal.Line($"{policy.File} is not taken over: {problem}");
        else if (!policy.InForce)
            terminal.Line($"{policy.File} is not in force: another server has loaded its own since.");
        else if (policy.FileHash is not null)
            terminal.Line($"It is the one in {policy.File}.");
    }

    private static string TextOf(PolicyRuleBody rule)
    {
        (string, string?)[] named =
        [
            ("swarm", rule.Swarm), ("tenant", rule.Tenant), ("kind", rule.Kind), ("capability", rule.Capability),
        ];
        var parts = named.Where(one => one.Item2 is not null).Select(one => $"{one.Item1} {one.Item2}");
        var cost = rule.MaxCost is { } most ? $" up to {most}" : "";
        return $"{rule.Verdict}{cost} {string.Join(", ", parts.DefaultIfEmpty("everything"))}";
    }
}
