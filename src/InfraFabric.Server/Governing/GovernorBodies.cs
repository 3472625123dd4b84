using System.Text.Json;
using InfraFabric.Api.Governing;
using InfraFabric.Core.Ids;
using InfraFabric.Governor.Help;
using InfraFabric.Governor.Matching;
using InfraFabric.Governor.Policy;
using InfraFabric.Governor.Registry;
using InfraFabric.Governor.Rehearsing;

namespace InfraFabric.Server.Governing;

/// <summary>What the governor knows, as the API shows it.</summary>
internal static class GovernorBodies
{
    public static StandingBody From(SwarmStanding swarm) => new()
    {
        Swarm = swarm.Swarm.Text,
        Capabilities = swarm.Capabilities,
        CostPerHour = swarm.CostPerHour,
        Tenant = swarm.Tenant,
        Reputation = swarm.Reputation,
        Executions = swarm.Executions,
        AtWork = swarm.IsAtWork,
        Draining = swarm.IsDraining,
        Breaker = swarm.Breaker,
        Set = From(swarm.Registry?.Set),
        Policy = From(swarm.Registry?.Policy),
        Revision = swarm.Revision,
    };

    public static CandidatesBody From(IReadOnlyList<Capability> required, MatchAnswer answer) => new(
        [.. required.Select(one => one.Text)], [.. answer.Candidates.Select(From)], answer.Qualified, answer.Known);

    public static HelpBody From(HelpState help) => new(
        help.At,
        [.. help.Helpers.Select(helper => new HelperBody(
            helper.Swarm, helper.Capability, helper.Reservation, helper.Amount))],
        help.Escalation);

    public static PolicyBody From(PolicyState state) => new()
    {
        Hash = state.InForce.Hash,
        At = state.InForce.At,
        Loading = state.InForce.Loading,
        MinCapabilityMatch = state.InForce.MinCapabilityMatch,
        MaxSwarmsPerTask = state.InForce.MaxSwarmsPerTask,
        MaxCostPerTask = state.InForce.MaxCostPerTask,
        CircuitBreakerFailureThreshold = state.InForce.CircuitBreakerFailureThreshold,
        CircuitBreakerSameCalls = state.InForce.CircuitBreakerSameCalls,
        CircuitBreakerCostPerMinute = state.InForce.CircuitBreakerCostPerMinute,
        MaxEscalationsPerHour = state.InForce.MaxEscalationsPerHour,
        ExpectedHelpS = state.InForce.ExpectedHelpS,
        Rules = [.. (state.InForce.Rules ?? []).Select(From)],
        File = state.Path,
        FileHash = state.Hash,
        InForce = state.IsInForce,
        Problem = state.Problem,
    };

    public static RehearsalBody From(RehearsalReport report) => new()
    {
        Blockers = report.Blockers,
        EscalatedBefore = report.Escalated.Before,
        EscalatedAfter = report.Escalated.After,
        HelpCostBefore = report.HelpCost.Before,
        HelpCostAfter = report.HelpCost.After,
        Assignments = report.Assignments,
        DeniedBefore = report.Denied.Before,
        DeniedAfter = report.Denied.After,
        DeniedCostBefore = report.DeniedCost.Before,
        DeniedCostAfter = report.DeniedCost.After,
        Unknown = report.Unknown,
        Changed = report.Changed,
        Changes =
        [
            .. report.Changes.Select(change => new RehearsedChangeBody(
                change.At, change.Task, change.What, change.Before, change.After)),
        ],
    };

    public static RegistryLayer LayerOf(RegistrySetBody body) => new()
    {
        Capabilities = body.Capabilities,
        CostPerHour = body.CostPerHour,
        Prices = body.Prices?.ToDictionary(
            price => price.Key, price => new ModelPrice { Input = price.Value.Input, Output = price.Value.Output },
            StringComparer.Ordinal),
        Tenant = body.Tenant,
        Limits = body.MaxCostPerTask is { } most ? new SwarmLimits { MaxCostPerTask = most } : null,
    };

    private static RegistrySetBody? From(RegistryLayer? layer) => layer is null ? null : new RegistrySetBody
    {
        Capabilities = layer.Capabilities,
        CostPerHour = layer.CostPerHour,
        Prices = layer.Prices?.ToDictionary(
            price => price.Key, price => new ModelPriceBody(price.Value.Input, price.Value.Output),
            StringComparer.Ordinal),
        Tenant = layer.Tenant,
        MaxCostPerTask = layer.Limits?.MaxCostPerTask,
    };

    private static CandidateBody From(Candidate candidate) => new()
    {
        Swarm = candidate.Swarm.Text,
        Verdict = JsonNamingPolicy.SnakeCaseLower.ConvertName(candidate.Verdict.ToString()),
        Match = candidate.Match,
        Reputation = candidate.Reputation,
        Proven = candidate.IsProven,
        CostPerHour = candidate.CostPerHour,
        Score = candidate.Score,
        Detail = candidate.Detail,
    };

    private static PolicyRuleBody From(PolicyRule rule) => new()
    {
        Swarm = rule.Swarm,
        Tenant = rule.Tenant,
        Kind = rule.Kind,
        Capability = rule.Capability,
        Verdict = rule.Deny ? "deny" : "allow",
        MaxCost = rule.MaxCost,
        Why = rule.Why,
    };
}
