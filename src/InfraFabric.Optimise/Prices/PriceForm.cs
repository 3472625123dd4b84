using System.Globalization;
using System.Text.Json.Nodes;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Json;

namespace InfraFabric.Optimise.Prices;

/// <summary>The canonical JSON of prices, over which their hash is made. Numbers are texts, and exact.</summary>
internal static class PriceForm
{
    public static Sha256Hash HashOf(PriceVersion version) => Sha256Hash.Of(CanonicalJson.From(JsonOf(version)));

    /// <summary>The hash of a price in another currency: it says also what that is worth.</summary>
    public static Sha256Hash HashOf(PriceVersion version, CurrencyRate rate) => Sha256Hash.Of(CanonicalJson.From(
        new JsonObject
        {
            ["price"] = version.Hash.ToString(),
            ["rate"] = Number(rate.Dollars),
            ["day"] = Day(rate.From),
        }));

    /// <summary>The hash of a whole book.</summary>
    public static Sha256Hash HashOf(
        IEnumerable<PriceVersion> versions, IReadOnlyDictionary<string, IReadOnlyList<CurrencyRate>> rates)
    {
        var currencies = new JsonObject();
        foreach (var (currency, dated) in rates)
        {
            var days = new JsonObject();
            foreach (var rate in dated)
                days[Day(rate.From)] = Number(rate.Dollars);
            currencies[currency] = days;
        }

        return Sha256Hash.Of(CanonicalJson.From(new JsonObject
        {
            ["prices"] = new JsonArray([.. versions.Select(version => version.Hash.ToString())
                .Order(StringComparer.Ordinal).Select(hash => JsonValue.Create(hash))]),
            ["rates"] = currencies,
        }));
    }

    private static JsonObject JsonOf(PriceVersion version)
    {
        var json = new JsonObject
        {
            ["model"] = version.Model,
            ["valid_from"] = Day(version.ValidFrom),
            ["currency"] = version.Currency,
            ["tokens"] = JsonOf(version.Tokens),
            ["units"] = Of(version.Units.ByName()),
        };
        if (version.Tiers.Count > 0)
        {
            json["tiers"] = new JsonObject(version.Tiers.Select(tier => KeyValuePair.Create(
                tier.From.ToString(CultureInfo.InvariantCulture), (JsonNode?)JsonOf(tier.Tokens))));
        }

        if (version.ServiceTiers.Count > 0)
        {
            json["service_tiers"] = new JsonObject(version.ServiceTiers.Select(tier => KeyValuePair.Create(
                tier.Key, (JsonNode?)new JsonObject
                {
                    ["tokens"] = JsonOf(tier.Value.Tokens),
                    ["factor"] = Number(tier.Value.Factor),
                })));
        }

        if (version.Batch is { } batch)
            json["batch"] = JsonOf(batch);
        if (version.BatchDiscount is { } discount)
            json["batch_discount"] = Number(discount);
        return json;
    }

    private static JsonObject JsonOf(TokenPrices tokens) => Of(tokens.ByName());

    private static JsonObject Of(IReadOnlyDictionary<string, decimal> prices) => new(
        prices.Select(price => KeyValuePair.Create(price.Key, (JsonNode?)Number(price.Value))));

    // 1.50 and 1.5 are one price.
    private static string Number(decimal number) =>
        number.ToString("0.############", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
