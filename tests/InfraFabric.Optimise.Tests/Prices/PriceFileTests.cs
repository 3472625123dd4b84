using InfraFabric.Core.Errors;
using InfraFabric.Optimise.Prices;

namespace InfraFabric.Optimise.Tests.Prices;

public sealed class PriceFileTests
{
    private const string Model = """
        models:
          acme:large:
            versions:
              - valid_from: 2026-01-01
                tokens: {input: 2.50, output: 8}
        """;

    [Theory]
    [InlineData("model: {}", 1, "Did you mean models?")]
    [InlineData("models:\n  acme: {}", 2, "Add 'versions'")]
    [InlineData("models:\n  a b:\n    versions: []", 2, "a name of 1 to")]
    [InlineData("models:\n  acme:\n    versions:\n      - tokens: {input: 1}", 4, "This key is missing.")]
    [InlineData("models:\n  acme:\n    versions:\n      - valid_from: 2026-13-01\n        tokens: {input: 1}", 4,
        "a day such as")]
    [InlineData("models:\n  acme:\n    versions:\n      - valid_from: 2026-01-01", 4, "It has no price.")]
    [InlineData("models:\n  acme:\n    versions:\n      - valid_from: 2026-01-01\n        tokens: {input: -1}", 5,
        "a number with at most")]
    [InlineData("models:\n  acme:\n    versions:\n      - valid_from: 2026-01-01\n        tokens: {input: 1e3}", 5,
        "a number with at most")]
    [InlineData("models:\n  acme:\n    versions:\n      - valid_from: 2026-01-01\n        tokens: {input: .5}", 5,
        "a number with at most")]
    [InlineData("models:\n  acme:\n    versions:\n      - valid_from: 2026-01-01\n        tokens: {in: 1}", 5,
        "There is no such key.")]
    [InlineData("models:\n  acme:\n    versions:\n      - valid_from: 2026-01-01\n        currency: GBP\n"
        + "        tokens: {input: 1}", 5, "Nothing says what GBP is worth.")]
    [InlineData("models:\n  acme:\n    versions:\n      - valid_from: 2026-01-01\n        tokens: {input: 1}\n"
        + "        batch: {input: 1}\n        batch_discount: 50", 7, "Keep one of the two.")]
    [InlineData("models:\n  acme:\n    versions:\n      - valid_from: 2026-01-01\n        tokens: {input: 1}\n"
        + "        batch_discount: 101", 6, "a percentage from 0 to 100")]
    [InlineData("models:\n  acme:\n    versions:\n      - valid_from: 2026-01-01\n        tokens: {input: 1}\n"
        + "        tiers: {0: {input: 1}}", 6, "a whole number from 1")]
    [InlineData("models:\n  acme:\n    versions:\n      - valid_from: 2026-01-01\n        tokens: {input: 1}\n"
        + "        service_tiers: {standard: {input: 1}}", 6, "other than standard")]
    [InlineData("models:\n  acme:\n    versions:\n      - valid_from: 2026-01-01\n        tokens: {input: 1}\n"
        + "      - valid_from: 2026-01-01\n        tokens: {input: 2}", 6, "Another version begins on that day.")]
    [InlineData("currencies: {USD: {2026-01-01: 1}}", 1, "other than USD")]
    [InlineData("currencies:\n  EUR: {2026: 1}", 2, "is no day")]
    [InlineData("currencies:\n  EUR: {2026-01-01: 0}", 2, "a number above 0")]
    [InlineData("confirmed: [sha256:12]", 1, "the hash of a price")]
    public void Load_FileWithAMistake_SaysTheLineAndTheFix(string yaml, int line, string said)
    {
        var refused = Should.Throw<FabricException>(() => Book.Of(yaml));

        refused.Error.ShouldBe(ErrorTable.ConfigInvalid);
        refused.Why.ShouldContain($"prices.yaml:{line}:");
        refused.Why.ShouldContain(said);
    }

    [Fact]
    public void Load_ExampleOfThePage_IsRight()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "prices.md"));
        var begin = page.IndexOf("```yaml\n", StringComparison.Ordinal) + 8;

        var book = Book.Of(page[begin..page.IndexOf("```", begin, StringComparison.Ordinal)]);

        // 0.00125 and 0.0005 euros, at the rate of July, and 1929.375 micro-dollars.
        book.Price(new Usage { Model = "large", Input = 1000, Output = 100, ServiceTier = "flex" }, Book.Now)
            .Cost.MicroUsd.ShouldBe(1929);
    }

    [Fact]
    public void Load_SeveralMistakes_SaysAllAtOnce()
    {
        var refused = Should.Throw<FabricException>(() => Book.Of(
            "models:\n  acme:\n    versions:\n      - valid_from: x\n        tokens: {input: y, output: 1}\n"
            + "        batchs: 1"));

        refused.Why.Split('\n').Length.ShouldBe(3);
    }

    [Fact]
    public void Hash_OfTheSamePriceWrittenOtherwise_IsTheSame()
    {
        var written = Book.Of(Model).Versions.Single();
        var again = Book.Of(Model.Replace("2.50", "2.5") + "\n        confirm: true").Versions.Single();
        var other = Book.Of(Model.Replace("2.50", "2.51")).Versions.Single();

        again.Hash.ShouldBe(written.Hash);
        other.Hash.ShouldNotBe(written.Hash);
    }

    [Fact]
    public void Load_OverShippedPrices_ReplacesThoseOfTheSameDay_AndKeepsTheOthers()
    {
        var shipped = Book.Of(Model);
        var added = Model.Replace("2.50", "7").Replace("2026-01-01", "2026-06-01");

        var book = Book.Of(added, shipped);
        var replaced = Book.Of(Model.Replace("2.50", "7"), shipped);

        book.Versions.Select(v => (v.Tokens.Input, v.Origin)).ShouldBe(
            [(7m, PriceOrigin.Own), (2.5m, PriceOrigin.Shipped)]);
        replaced.Versions.Single().Tokens.Input.ShouldBe(7m);
    }

    [Fact]
    public void Load_ConfirmedHash_TakesTheMarkAway()
    {
        var shipped = Book.Of(Model + "\n        confirm: true");
        var version = shipped.Versions.Single();

        var book = Book.Of($"confirmed: [\"{version.Hash}\"]", shipped);

        version.Confirm.ShouldBeTrue();
        book.Versions.Single().Confirm.ShouldBeFalse();
    }

    [Fact]
    public void TryRead_AnyText_IsExactOrRefused()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var chance = new Random(seed);
            var text = new string(chance.GetItems("0123456789.,-+e ".AsSpan(), chance.Next(0, 26)));

            if (!PriceValues.TryRead(text, out var number))
                continue;
            var (whole, rest) = text.Split('.') is [var left, var right] ? (left, right) : (text, "");
            number.ShouldBe(decimal.Parse($"{whole}{rest}") / (decimal)Math.Pow(10, rest.Length));
        }
    }
}
