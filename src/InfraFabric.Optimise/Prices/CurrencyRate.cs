namespace InfraFabric.Optimise.Prices;

/// <summary>What one unit of a currency is worth from a day of UTC on.</summary>
/// <param name="From">The day.</param>
/// <param name="Dollars">US dollars.</param>
public sealed record CurrencyRate(DateOnly From, decimal Dollars);
