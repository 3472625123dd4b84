using InfraFabric.Optimise.Prices;

namespace InfraFabric.Optimise.Tests.Prices;

/// <summary>Price books for tests.</summary>
internal static class Book
{
    public static DateTimeOffset Now { get; } = new(2026, 10, 15, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A book with all that a price can have.</summary>
    public static PriceBook Full { get; } = Of("""
        currencies:
          EUR: {2026-01-01: 1.1, 2026-10-01: 1.25}
        models:
          acme:large:
            aliases: [large]
            versions:
              - valid_from: 2026-01-01
                tokens: {input: 2, output: 8, cache_read: 0.2, cache_write_5m: 2.5, cache_write_1h: 4, reasoning: 10}
                tiers:
                  1000: {input: 4}
                  5000: {input: 6, output: 12}
                service_tiers:
                  priority: {factor: 2}
                  flex: {input: 1}
                batch_discount: 50
              - valid_from: 2026-11-01
                tokens: {input: 1, output: 4}
          acme:small:
            versions:
              - valid_from: 2026-01-01
                tokens: {input: 1, output: 3}
                batch: {input: 0.4}
          acme:voice:
            versions:
              - valid_from: 2026-01-01
                currency: EUR
                per: {call: 0.01, message: 0.002, minute: 0.06, hour: 3, gb: 0.09}
        """);

    public static PriceBook Of(string yaml, PriceBook? below = null) => PriceFile.Parse(yaml, "prices.yaml", below);
}
