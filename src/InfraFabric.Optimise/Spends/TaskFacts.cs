namespace InfraFabric.Optimise.Spends;

/// <summary>What is known of a task that something was spent on.</summary>
/// <param name="Kind">The kind of work.</param>
/// <param name="Capability">What it requires, sorted, with a space between; null if nothing.</param>
internal sealed record TaskFacts(string Kind, string? Capability);
