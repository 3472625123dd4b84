using InfraFabric.Core.Units;

namespace InfraFabric.Server.Optimise;

/// <summary>What something has cost, and what is known of how that came about.</summary>
/// <param name="Spent">The sum.</param>
/// <param name="PriceBook">The hash of the price; null where somebody said the sum.</param>
/// <param name="Facts">What was bought, for the ledger.</param>
internal sealed record KnownCost(
    Money Spent, string? PriceBook = null, IReadOnlyDictionary<string, string>? Facts = null);
