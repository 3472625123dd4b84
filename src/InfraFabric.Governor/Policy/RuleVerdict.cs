using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Policy;

/// <summary>What a policy says of some work.</summary>
/// <param name="Allowed">Whether it may be done.</param>
/// <param name="Ceiling">What it may cost.</param>
/// <param name="Rule">The place of the rule that decided, from 1; 0 if none matched.</param>
/// <param name="Why">What that rule says about itself.</param>
public readonly record struct RuleVerdict(bool Allowed, Money Ceiling, int Rule, string? Why);
