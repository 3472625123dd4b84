using InfraFabric.Core.Config;
using InfraFabric.Core.Crypto;

namespace InfraFabric.Optimise.Prices;

/// <summary>Reads the keys of a file of prices. What it says goes before what the book below it says.</summary>
internal sealed class PriceReader
{
    private readonly PriceBook? _below;
    private readonly Dictionary<string, IReadOnlyList<CurrencyRate>> _rates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Model, DateOnly From), PriceVersion> _versions = [];
    private HashSet<Sha256Hash> _confirmed = [];

    private PriceReader(PriceBook? below) => _below = below;

    public static PriceBook Read(ConfigSection section, PriceBook? below) => new PriceReader(below).Read(section);

    private PriceBook Read(ConfigSection section)
    {
        ReadRates(section);
        _confirmed = section.List("confirmed", PriceValues.Hash).ToHashSet();
        foreach (var version in _below?.Versions ?? [])
            _versions[(version.Model, version.ValidFrom)] = version;
        foreach (var (alias, model) in _below?.Aliases ?? new Dictionary<string, string>())
            _aliases[alias] = model;
        section.Map("models", PriceValues.Name, ReadModel);
        return new PriceBook(_versions.Values.Select(Confirmed), _aliases, _rates);
    }

    private int ReadModel(string model, ConfigSection section)
    {
        foreach (var alias in section.List("aliases", PriceValues.Name))
            _aliases[alias ?? model] = model;
        var days = new HashSet<DateOnly>();
        foreach (var version in section.Sections("versions", one => ReadVersion(model, days, one)))
            _versions[(model, version.ValidFrom)] = version;
        if (days.Count == 0 && _versions.Keys.All(known => known.Model != model))
        {
            section.Refuse("versions", "The model has no price.",
                "Add 'versions' with an item that has 'valid_from' and 'tokens' or 'per'.");
        }

        return days.Count;
    }

    private void ReadRates(ConfigSection section)
    {
        foreach (var (currency, rates) in _below?.Rates ?? new Dictionary<string, IReadOnlyList<CurrencyRate>>())
            _rates[currency] = rates;
        var read = section.Map("currencies", PriceValues.OtherCurrency, (_, dated) =>
        {
            var rates = new List<CurrencyRate>();
            foreach (var (text, worth) in dated.Values(PriceValues.Rate))
            {
                if (PriceValues.TryReadDay(text, out var day))
                    rates.Add(new CurrencyRate(day, worth?.Value ?? 1));
                else
                    dated.Refuse(text, $"'{text}' is no day.", "Write the day from which the rate holds: 2026-01-31.");
            }

            return rates;
        });
        foreach (var (currency, rates) in read)
        {
            var days = rates.Select(rate => rate.From).ToHashSet();
            _rates[currency] = [.. rates.Concat(_rates.GetValueOrDefault(currency, [])
                .Where(rate => !days.Contains(rate.From))).OrderByDescending(rate => rate.From)];
        }
    }

    private PriceVersion ReadVersion(string model, HashSet<DateOnly> days, ConfigSection section)
    {
        var day = section.Required("valid_from", PriceValues.Day);
        if (!days.Add(day))
            section.Refuse("valid_from", "Another version begins on that day.", "Keep one of the two.");
        var currency = section.Optional("currency", PriceValues.Currency, PriceBook.Dollar);
        if (currency is not (null or PriceBook.Dollar) && !_rates.ContainsKey(currency))
            section.Refuse("currency", $"Nothing says what {currency} is worth.", "Add it under 'currencies'.");
        var batch = section.Section("batch", ReadTokens);
        var discount = section.Optional("batch_discount", PriceValues.Percent);
        if (discount is not null && batch != TokenPrices.None)
            section.Refuse("batch_discount", "The prices of a batch are given, too.", "Keep one of the two.");
        var version = new PriceVersion
        {
            Model = model,
            ValidFrom = day,
            Currency = currency ?? PriceBook.Dollar,
            Tokens = section.Section("tokens", ReadTokens),
            Units = section.Section("per", ReadUnits),
            Tiers = ReadTiers(section),
            ServiceTiers = section.Map("service_tiers", PriceValues.TierName, (_, tier) => ReadServiceTier(tier)),
            Batch = batch == TokenPrices.None ? null : batch,
            BatchDiscount = discount?.Value,
            Confirm = section.Optional("confirm", ConfigValues.Flag, "false"),
            AsOf = section.Optional("as_of", PriceValues.DayText) is { } text ? PriceValues.ReadDay(text) : null,
            Source = section.Optional("source", PriceValues.Source),
            Origin = _below is null ? PriceOrigin.Shipped : PriceOrigin.Own,
        };
        if (version.Tokens == TokenPrices.None && version.Units == new UnitPrices())
        {
            section.Refuse("tokens", "It has no price.",
                "Add 'tokens' with what a million of them cost, or 'per' with what a call, minute or hour costs.");
        }

        return version with { Hash = PriceForm.HashOf(version) };
    }

    private static List<LengthTier> ReadTiers(ConfigSection section)
    {
        var tiers = section.Map(
            "tiers", ConfigValues.WholeNumber(1L, OptimiseLimits.MaxCount),
            (from, tier) => new LengthTier(from, ReadTokens(tier)));
        if (tiers.Count > OptimiseLimits.MaxTiers)
        {
            section.Refuse("tiers", $"There are {tiers.Count} tiers.",
                $"A price has at most {OptimiseLimits.MaxTiers}; keep those that you need.");
        }

        return [.. tiers.Values.OrderByDescending(tier => tier.From)];
    }

    private static ServiceTier ReadServiceTier(ConfigSection section) =>
        new(ReadTokens(section), section.Optional("factor", PriceValues.Rate, "1")?.Value ?? 1);

    private static TokenPrices ReadTokens(ConfigSection section) => new()
    {
        Input = section.Optional("input", PriceValues.Price)?.Value,
        Output = section.Optional("output", PriceValues.Price)?.Value,
        CacheRead = section.Optional("cache_read", PriceValues.Price)?.Value,
        CacheWrite5m = section.Optional("cache_write_5m", PriceValues.Price)?.Value,
        CacheWrite1h = section.Optional("cache_write_1h", PriceValues.Price)?.Value,
        Reasoning = section.Optional("reasoning", PriceValues.Price)?.Value,
    };

    private static UnitPrices ReadUnits(ConfigSection section) => new()
    {
        Call = section.Optional("call", PriceValues.Price)?.Value,
        Message = section.Optional("message", PriceValues.Price)?.Value,
        Minute = section.Optional("minute", PriceValues.Price)?.Value,
        Hour = section.Optional("hour", PriceValues.Price)?.Value,
        Gb = section.Optional("gb", PriceValues.Price)?.Value,
    };

    private PriceVersion Confirmed(PriceVersion version) =>
        _confirmed.Contains(version.Hash) ? version with { Confirm = false } : version;
}
