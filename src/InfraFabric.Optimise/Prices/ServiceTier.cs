namespace InfraFabric.Optimise.Prices;

/// <summary>Prices of calls that are served faster, or later, than others.</summary>
/// <param name="Tokens">What they change.</param>
/// <param name="Factor">By what all prices of tokens are multiplied.</param>
public sealed record ServiceTier(TokenPrices Tokens, decimal Factor);
