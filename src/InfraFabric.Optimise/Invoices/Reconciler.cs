using System.Numerics;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Units;
using InfraFabric.Optimise.Prices;
using InfraFabric.Optimise.Spends;

namespace InfraFabric.Optimise.Invoices;

/// <summary>
/// Holds an invoice against the ledger. Every difference is split into causes that are it together, exactly.
/// </summary>
public sealed class Reconciler
{
    private readonly Invoice _invoice;
    private readonly PriceBook _book;
    private readonly string _provider;
    private readonly DateTimeOffset _end;
    private readonly LedgerUsage _usage;
    private readonly Dictionary<RemainderCause, Money> _causes = [];

    /// <summary>Reads an invoice; an error with IF_ERR_USAGE and all its mistakes if it cannot be read.</summary>
    /// <param name="csv">The invoice.</param>
    /// <param name="provider">Whose it is: what stands before the colon in the names of models.</param>
    /// <param name="book">The prices.</param>
    /// <param name="end">The first moment after the time that it is about.</param>
    public Reconciler(string csv, string provider, PriceBook book, DateTimeOffset end)
    {
        if (!UsageRules.IsName(provider) || provider.Contains(':'))
        {
            throw new FabricException(ErrorTable.Usage, "That is no provider.",
                "It is what stands before the colon in the names of models.", "Name one, such as openai.");
        }

        _invoice = InvoiceReader.Read(csv);
        _book = book;
        _provider = provider;
        _end = end;
        _usage = new LedgerUsage(_invoice, book, provider);
    }

    /// <summary>Takes in a spending of the time; one with another provider is left out.</summary>
    public void Add(Spend spend) => _usage.Add(spend);

    public Reconciliation Finish()
    {
        var (there, total) = ReadLines();
        var lines = there.Keys.Union(_usage.Entries.Keys)
            .Select(key => Compare(key, there.GetValueOrDefault(key), _usage.Entries.GetValueOrDefault(key)))
            .OrderByDescending(line => Math.Abs((line.There - line.Here).MicroUsd))
            .ThenBy(line => line.Key.Model, StringComparer.Ordinal)
            .ThenBy(line => line.Key.Item, StringComparer.Ordinal).ToList();
        var priced = lines.Aggregate(Money.Zero, (sum, line) => sum + line.Here);
        var otherwise = _usage.Otherwise.ToMoney() - _usage.SettledOtherwise;
        Explain(RemainderCause.Price, otherwise);
        Explain(RemainderCause.Rounding, priced - _usage.Settled - otherwise);
        return new Reconciliation
        {
            Invoice = total,
            Ledger = _usage.Settled,
            Matched = lines.Aggregate(Money.Zero, (sum, line) =>
                sum + line.Here + line.Causes.GetValueOrDefault(RemainderCause.MissingThere)),
            Causes = _causes.Where(cause => cause.Value != Money.Zero).ToDictionary(),
            Lines = lines,
            Drift = DriftOf(total, lines, otherwise),
        };
    }

    private (Dictionary<InvoiceKey, There> Lines, Money Total) ReadLines()
    {
        var lines = new Dictionary<InvoiceKey, There>();
        var total = Money.Zero;
        foreach (var line in _invoice.Lines)
        {
            var amount = (ExactAmount.Of(line.Amount) * ExactAmount.Of(RateOf(line))).ToMoney();
            total += amount;
            if (RemainderCauses.Of(line.Item) is { } cause)
            {
                Explain(cause, amount);
                continue;
            }

            var model = _book.NameOf(line.Model!, _provider);
            var key = _usage.KeyOf(model, line.Item, line.ServiceTier, line.Batch ?? false, line.Tier);
            if (!lines.TryGetValue(key, out var there))
                lines.Add(key, there = new There(line.Currency, RateOf(line), line.Rate is not null));
            there.Add(line, amount);
        }

        return (lines, total);
    }

    private ReconciledLine Compare(InvoiceKey key, There? there, LedgerUsage.Entry? here)
    {
        var causes = new Dictionary<RemainderCause, Money>();
        var (asked, costs) = (there?.Amount ?? Money.Zero, here?.Dollars.ToMoney() ?? Money.Zero);
        if (here is null || there is null)
        {
            causes[here is null ? RemainderCause.MissingHere : RemainderCause.MissingThere] = asked - costs;
        }
        else
        {
            // What it would cost at the rate of the invoice, where that is in the currency of the price.
            var isForeign = there.Currency is { } one && one == here.Currency && one != PriceBook.Dollar;
            var expected = isForeign ? here.InCurrency * ExactAmount.Of(there.Rate) : here.Dollars;
            causes[RemainderCause.Currency] = expected.ToMoney() - costs;
            var quantity = expected.ToMoney(there.Quantity - here.Quantity, here.Quantity);
            causes[quantity > Money.Zero ? RemainderCause.MissingHere : RemainderCause.MissingThere] = quantity;
            var rest = asked - expected.ToMoney() - quantity;
            var cause = Math.Abs(rest.MicroUsd) <= there.Tolerance ? RemainderCause.Rounding
                : there.Currency != PriceBook.Dollar && there.Currency != here.Currency && !there.SaysRate
                    ? RemainderCause.Currency
                    : RemainderCause.Price;
            causes[cause] = causes.GetValueOrDefault(cause) + rest;
        }

        foreach (var (cause, amount) in causes)
            Explain(cause, amount);
        return new ReconciledLine
        {
            Key = key,
            QuantityThere = NumberOf(there?.Quantity ?? 0),
            QuantityHere = NumberOf(here?.Quantity ?? 0),
            There = asked,
            Here = costs,
            Causes = causes.Where(cause => cause.Value != Money.Zero).ToDictionary(),
        };
    }

    private decimal RateOf(InvoiceLine line) => line.Rate
        ?? _book.RateOf(line.Currency, _end.AddTicks(-1))?.Dollars
        ?? throw PriceBook.UnknownPrice(
            $"The invoice is in {line.Currency}, and nothing says what that is worth.",
            "Give the column 'rate', or add the currency under 'currencies'");

    private void Explain(RemainderCause cause, Money amount) =>
        _causes[cause] = _causes.GetValueOrDefault(cause) + amount;

    // By lines, for what is too much on one and too little on another is wrong twice.
    private decimal DriftOf(Money total, IReadOnlyList<ReconciledLine> lines, Money otherwise)
    {
        var wrong = lines.Sum(line => RemainderCauses.OfDrift.Sum(cause => Size(line.Causes.GetValueOrDefault(cause))))
            + Size(otherwise) + Size(_causes.GetValueOrDefault(RemainderCause.Other));
        var whole = Math.Max(Size(total), Size(_usage.Settled));
        return whole == 0 ? 0 : decimal.Round(wrong / whole, 6, MidpointRounding.ToEven);
    }

    private static decimal Size(Money amount) => Math.Abs(amount.MicroUsd);

    private static decimal NumberOf(BigInteger millionths) => (decimal)millionths / 1_000_000m;

    /// <summary>What an invoice has under a key.</summary>
    private sealed class There(string currency, decimal rate, bool saysRate)
    {
        public string? Currency { get; private set; } = currency;

        public decimal Rate { get; } = rate;

        public bool SaysRate { get; } = saysRate;

        public BigInteger Quantity { get; private set; }

        public Money Amount { get; private set; }

        /// <summary>What rounding can have changed, in micro-dollars: one, for both are rounded to that.</summary>
        public decimal Tolerance { get; private set; } = 1;

        public void Add(InvoiceLine line, Money amount)
        {
            Quantity += line.Quantity;
            Amount += amount;
            Tolerance += line.Tolerance * Rate * 1_000_000m;
            if (Currency != line.Currency)
                Currency = null;
        }
    }
}
