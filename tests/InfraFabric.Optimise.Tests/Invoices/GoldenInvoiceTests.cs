using System.Globalization;
using InfraFabric.Core.Units;
using InfraFabric.Optimise.Invoices;
using InfraFabric.Optimise.Prices;
using InfraFabric.Optimise.Tests.Spends;

namespace InfraFabric.Optimise.Tests.Invoices;

/// <summary>Ten shapes of invoices, with what was used, and what must be found, to the micro-dollar.</summary>
public sealed class GoldenInvoiceTests
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "Invoices", "data");

    public static TheoryData<string> Shapes =>
        [.. Directory.GetDirectories(Data).Select(folder => Path.GetFileName(folder)).Order()];

    [Fact]
    public void Shapes_AreTen() => Shapes.Count.ShouldBe(10);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Reconcile_Invoice_FindsWhatIsKnownOfIt(string shape) => SpendStage.Run(async stage =>
    {
        var book = PriceFile.Parse(await ReadAsync("prices.yaml"), "prices.yaml", null);
        foreach (var line in (await ReadAsync(Path.Combine(shape, "usage.csv"))).Split('\n').Skip(1))
        {
            if (line.Length > 0)
                Settle(stage, book, line.Split(','));
        }

        var end = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        var reconciler = new Reconciler(await ReadAsync(Path.Combine(shape, "invoice.csv")), "acme", book, end);
        var found = await stage.Costs.ReconcileAsync(reconciler, end.AddMonths(-1), end);

        Text(found).ShouldBe(await ReadAsync(Path.Combine(shape, "expected.txt")));
        (found.Ledger + found.Causes.Values.Aggregate(Money.Zero, (sum, cause) => sum + cause)).ShouldBe(found.Invoice);
        foreach (var line in found.Lines)
            (line.Here + line.Causes.Values.Aggregate(Money.Zero, (sum, cause) => sum + cause)).ShouldBe(line.There);
    });

    private static void Settle(SpendStage stage, PriceBook book, string[] cells)
    {
        var time = DateTimeOffset.Parse(cells[0], CultureInfo.InvariantCulture);
        long Count(int index) => cells[index].Length == 0 ? 0 : long.Parse(cells[index]);
        var usage = new Usage
        {
            Model = cells[1],
            ServiceTier = cells[2].Length == 0 ? null : cells[2],
            Batch = cells[3] == "true",
            Input = Count(4),
            Output = Count(5),
            CacheRead = Count(6),
            CacheWrite5m = Count(7),
            CacheWrite1h = Count(8),
            Reasoning = Count(9),
            Calls = Count(10),
            Minutes = cells[12].Length == 0 ? 0 : decimal.Parse(cells[12], CultureInfo.InvariantCulture),
        };
        var priced = book.Price(usage, time);
        stage.Spend(
            priced.Cost.MicroUsd, at: time,
            facts:
            [
                ("model", priced.Price.Model), ("price_book", priced.PriceHash.ToString()),
                .. cells[2].Length == 0 ? [] : new[] { ("service_tier", cells[2]) }, ("batch", cells[3]),
                .. usage.Quantities().Select(quantity =>
                    ($"usage.{quantity.Name}", quantity.Quantity.ToString(CultureInfo.InvariantCulture))),
            ]);
    }

    private static string Text(Reconciliation found) => string.Concat(
        new[] { ("invoice", found.Invoice), ("ledger", found.Ledger), ("matched", found.Matched) }
            .Concat(found.Causes.Select(cause => (RemainderCauses.NameOf(cause.Key), cause.Value))
                .OrderBy(cause => cause.Item1, StringComparer.Ordinal))
            .Select(line => $"{line.Item1} {line.Item2.MicroUsd}\n"));

    private static Task<string> ReadAsync(string name) => File.ReadAllTextAsync(Path.Combine(Data, name));
}
