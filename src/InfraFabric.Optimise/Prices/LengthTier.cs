namespace InfraFabric.Optimise.Prices;

/// <summary>Prices of calls whose prompt is long.</summary>
/// <param name="From">The fewest tokens of a prompt to which they apply, cached ones counted.</param>
/// <param name="Tokens">What they change.</param>
public sealed record LengthTier(long From, TokenPrices Tokens);
