using System.Globalization;
using InfraFabric.Api.Optimise;

namespace InfraFabric.Cli.Commands.Optimise;

/// <summary>Prices, for people.</summary>
internal static class PriceText
{
    /// <summary>All prices of tokens and of other things, in a line.</summary>
    public static string Of(PriceBody price) =>
        string.Join(", ", new[] { Of(price.Tokens), Of(price.Per, "per ") }.Where(text => text.Length > 0));

    public static string Of(IReadOnlyDictionary<string, decimal> prices, string before = "") =>
        string.Join(", ", prices.Select(price =>
            $"{before}{price.Key} {price.Value.ToString("0.############", CultureInfo.InvariantCulture)}"));

    public static string StateOf(PriceBody price) =>
        string.Join(", ", new[]
        {
            price.InForce ? "in force" : "", price.Origin, price.Confirm ? "to be confirmed" : "",
        }.Where(word => word.Length > 0));
}
