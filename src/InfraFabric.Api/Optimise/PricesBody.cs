namespace InfraFabric.Api.Optimise;

/// <summary>The price book of a server.</summary>
/// <param name="Hash">Names all of it.</param>
/// <param name="Prices">The prices, by model, the newest first.</param>
/// <param name="Rates">Dollars that units of other currencies are worth now.</param>
/// <param name="Problem">Why the file as it is now does not hold; none if it does.</param>
public sealed record PricesBody(
    string Hash, IReadOnlyList<PriceBody> Prices, IReadOnlyDictionary<string, decimal> Rates, string? Problem = null);
