using InfraFabric.Core.Units;

namespace InfraFabric.Optimise.Advice;

/// <summary>Who should do one kind of task, to go by what was so far.</summary>
/// <param name="Kind">The kind; null for tasks of which it is not known.</param>
/// <param name="Candidates">All who have done it, the cheapest result first, those without one last.</param>
public sealed record KindAdvice(string? Kind, IReadOnlyList<Candidate> Candidates)
{
    /// <summary>The cheapest who can be relied upon; null if there is none.</summary>
    public Candidate? Advised => Candidates.FirstOrDefault(one =>
        one.IsProven && one.Confidence >= OptimiseLimits.MinConfidence);

    /// <summary>Puts candidates in their order.</summary>
    public static KindAdvice Of(string? kind, IEnumerable<Candidate> candidates) => new(
        kind,
        [.. candidates
            .OrderBy(one => one.PerSuccess ?? Money.FromMicroUsd(Money.MaxMicroUsd))
            .ThenByDescending(one => one.Confidence)
            .ThenBy(one => one.Model, StringComparer.Ordinal).ThenBy(one => one.Swarm, StringComparer.Ordinal)]);
}
