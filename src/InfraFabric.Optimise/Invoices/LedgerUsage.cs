using System.Numerics;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Units;
using InfraFabric.Optimise.Prices;
using InfraFabric.Optimise.Spends;

namespace InfraFabric.Optimise.Invoices;

/// <summary>What the ledger has of a provider, priced anew quantity by quantity.</summary>
internal sealed class LedgerUsage(Invoice invoice, PriceBook book, string provider)
{
    private readonly Dictionary<InvoiceKey, Entry> _entries = [];

    public IReadOnlyDictionary<InvoiceKey, Entry> Entries => _entries;

    /// <summary>All that was settled.</summary>
    public Money Settled { get; private set; }

    /// <summary>What was settled by another price than the book's now, or by none.</summary>
    public Money SettledOtherwise { get; private set; }

    /// <summary>What that comes to by the book's now.</summary>
    public ExactAmount Otherwise { get; private set; }

    public void Add(Spend spend)
    {
        if (spend.Model is not { } model || !model.StartsWith($"{provider}:", StringComparison.Ordinal))
            return;
        Settled += spend.Cost;
        var usage = UsageOf(model, spend);
        if (TryPrice(usage, spend.Time) is not var (price, rate, items, hash))
        {
            SettledOtherwise += spend.Cost;
            return;
        }

        if (spend.PriceBook != hash)
            SettledOtherwise += spend.Cost;
        var tier = UsagePricing.TierOf(price, usage)?.From;
        foreach (var (name, amount) in items)
        {
            var key = KeyOf(price.Model, name, spend.ServiceTier, spend.Batch, tier);
            if (!_entries.TryGetValue(key, out var entry))
                _entries.Add(key, entry = new Entry { Currency = price.Currency });
            entry.Add(Quantity(spend, name), amount, amount * rate, price.Currency);
            if (spend.PriceBook != hash)
                Otherwise += amount * rate;
        }
    }

    /// <summary>The key of a line; what the invoice does not tell apart is one.</summary>
    public InvoiceKey KeyOf(string model, string item, string? serviceTier, bool batch, long? tier) => new(
        model, item,
        invoice.HasServiceTier && serviceTier != UsagePricing.Standard ? serviceTier : null,
        invoice.HasBatch && batch, invoice.HasTier ? tier : null);

    private (PriceVersion Price, ExactAmount Rate, List<(string, ExactAmount)> Items, string Hash)? TryPrice(
        Usage usage, DateTimeOffset at)
    {
        try
        {
            var priced = book.Price(usage, at);
            var rate = ExactAmount.Of(book.RateOf(priced.Price.Currency, at)!.Dollars);
            return (priced.Price, rate, [.. UsagePricing.Items(priced.Price, usage)], priced.PriceHash.ToString());
        }
        catch (FabricException unknown) when (
            unknown.Error == ErrorTable.PriceUnknown || unknown.Error == ErrorTable.Usage)
        {
            // It was settled by a price that the book does not have any more, or tells of no quantity.
            return null;
        }
    }

    private static BigInteger Quantity(Spend spend, string name) =>
        spend.Quantities[SpendQuantities.IndexOf(name)];

    private static Usage UsageOf(string model, Spend spend)
    {
        long Count(int index) => (long)SpendQuantities.Number(spend.Quantities[index]);
        return new Usage
        {
            Model = model,
            ServiceTier = spend.ServiceTier,
            Batch = spend.Batch,
            Input = Count(0),
            Output = Count(1),
            CacheRead = Count(2),
            CacheWrite5m = Count(3),
            CacheWrite1h = Count(4),
            Reasoning = Count(5),
            Calls = Count(6),
            Messages = Count(7),
            Minutes = SpendQuantities.Number(spend.Quantities[8]),
            Hours = SpendQuantities.Number(spend.Quantities[9]),
            Gb = SpendQuantities.Number(spend.Quantities[10]),
        };
    }

    /// <summary>What the ledger has under a key.</summary>
    internal sealed class Entry
    {
        public BigInteger Quantity { get; private set; }

        /// <summary>What it costs, in dollars at the rates of the days.</summary>
        public ExactAmount Dollars { get; private set; }

        /// <summary>What it costs in the currency of its price.</summary>
        public ExactAmount InCurrency { get; private set; }

        /// <summary>That currency; null where the price has changed from one to another.</summary>
        public string? Currency { get; set; }

        public void Add(BigInteger quantity, ExactAmount inCurrency, ExactAmount dollars, string currency)
        {
            Quantity += quantity;
            InCurrency += inCurrency;
            Dollars += dollars;
            if (Currency != currency)
                Currency = null;
        }
    }
}
