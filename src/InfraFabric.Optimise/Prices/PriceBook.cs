using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;

namespace InfraFabric.Optimise.Prices;

/// <summary>What everything costs, and since when. It never changes: a file that does makes another.</summary>
public sealed class PriceBook
{
    /// <summary>The currency that all others are turned into.</summary>
    public const string Dollar = "USD";

    // The newest version of a model stands first.
    private readonly Dictionary<string, IReadOnlyList<PriceVersion>> _models;
    private readonly IReadOnlyDictionary<string, string> _aliases;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<CurrencyRate>> _rates;

    internal PriceBook(
        IEnumerable<PriceVersion> versions, IReadOnlyDictionary<string, string> aliases,
        IReadOnlyDictionary<string, IReadOnlyList<CurrencyRate>> rates)
    {
        _models = versions.GroupBy(version => version.Model, StringComparer.Ordinal).ToDictionary(
            group => group.Key,
            IReadOnlyList<PriceVersion> (group) => [.. group.OrderByDescending(version => version.ValidFrom)],
            StringComparer.Ordinal);
        _aliases = aliases;
        _rates = rates;
        Hash = PriceForm.HashOf(Versions, rates);
    }

    /// <summary>Names all of it: another price anywhere is another hash.</summary>
    public Sha256Hash Hash { get; }

    /// <summary>All versions of all models, by model, the newest first.</summary>
    public IEnumerable<PriceVersion> Versions =>
        _models.OrderBy(model => model.Key, StringComparer.Ordinal).SelectMany(model => model.Value);

    /// <summary>Other names of models.</summary>
    public IReadOnlyDictionary<string, string> Aliases => _aliases;

    /// <summary>What units of currencies are worth, the newest rate first.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<CurrencyRate>> Rates => _rates;

    /// <summary>The name under which the book has a model; the name itself if it has none.</summary>
    public string NameOf(string model, string? provider)
    {
        foreach (var name in provider is null ? [model] : new[] { $"{provider}:{model}", model })
        {
            if (_models.ContainsKey(name))
                return name;
            if (_aliases.TryGetValue(name, out var meant))
                return meant;
        }

        return provider is null || model.Contains(':') ? model : $"{provider}:{model}";
    }

    /// <summary>All versions of a model, the newest first; none if the book does not know it.</summary>
    public IReadOnlyList<PriceVersion> VersionsOf(string model) => _models.GetValueOrDefault(NameOf(model, null), []);

    /// <summary>The version that is in force at a time; null if there is none.</summary>
    public PriceVersion? Find(string model, string? provider, DateTimeOffset at)
    {
        var day = DayOf(at);
        return _models.GetValueOrDefault(NameOf(model, provider), []).FirstOrDefault(v => v.ValidFrom <= day);
    }

    /// <summary>What one unit of a currency is worth at a time; null if nothing says so.</summary>
    public CurrencyRate? RateOf(string currency, DateTimeOffset at)
    {
        if (currency == Dollar)
            return new CurrencyRate(DateOnly.MinValue, 1);
        var day = DayOf(at);
        return _rates.GetValueOrDefault(currency, []).FirstOrDefault(rate => rate.From <= day);
    }

    /// <summary>
    /// What something costs at a time, exactly. An error with IF_ERR_PRICE_UNKNOWN where the book does not say it:
    /// nothing is priced by guessing.
    /// </summary>
    public PricedUsage Price(Usage usage, DateTimeOffset at)
    {
        UsageRules.Require(usage);
        var price = Find(usage.Model, usage.Provider, at) ?? throw Unknown(usage, at);
        var rate = RateOf(price.Currency, at) ?? throw UnknownPrice(
            $"Nothing says what {price.Currency} was worth on {DayOf(at):yyyy-MM-dd}.",
            $"Add a rate of {price.Currency} under 'currencies'");
        var exact = UsagePricing.Sum(price, usage) * ExactAmount.Of(rate.Dollars);
        var hash = price.Currency == Dollar ? price.Hash : PriceForm.HashOf(price, rate);
        return new PricedUsage(exact.ToMoney(), exact, price, hash);
    }

    internal static FabricException UnknownPrice(string why, string fix) => new(ErrorTable.PriceUnknown,
        "It is not known what this costs.", why,
        $"{fix} in optimise/prices.yaml in the home of the server, or settle with spent_micro_usd.");

    private FabricException Unknown(Usage usage, DateTimeOffset at)
    {
        var name = NameOf(usage.Model, usage.Provider);
        return _models.TryGetValue(name, out var versions)
            ? UnknownPrice(
                $"The prices of '{name}' begin on {versions[^1].ValidFrom:yyyy-MM-dd}, after {DayOf(at):yyyy-MM-dd}.",
                "Add what it cost before")
            : UnknownPrice($"The price book does not have '{name}'.", $"Add '{name}' under 'models'");
    }

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}
