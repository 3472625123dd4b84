using InfraFabric.Core.Errors;
using InfraFabric.Optimise.Prices;

namespace InfraFabric.Optimise.Tests.Prices;

public sealed class PriceBookTests
{
    private static readonly Usage Large = new() { Model = "acme:large" };

    public static TheoryData<Usage, long> Priced => new()
    {
        { Large with { Input = 100, Output = 10 }, 280 },
        { Large with { Input = 100, Reasoning = 10 }, 300 },
        { Large with { Input = 1, CacheRead = 100, CacheWrite5m = 10, CacheWrite1h = 10 }, 2 + 20 + 25 + 40 },
        { Large with { Input = 999 }, 1998 },
        { Large with { Input = 1000 }, 4000 },
        { Large with { Input = 900, CacheRead = 100 }, 3600 + 20 },
        { Large with { Input = 5000, Output = 10 }, 30_000 + 120 },
        { Large with { Input = 100, ServiceTier = "priority" }, 400 },
        { Large with { Input = 100, ServiceTier = "flex" }, 100 },
        { Large with { Input = 1000, ServiceTier = "flex", Batch = true }, 500 },
        { Large with { Input = 100, ServiceTier = "standard" }, 200 },
        { Large with { Input = 100, Output = 10, Batch = true }, 140 },
        { Large with { Input = 1, Batch = true }, 1 },
        { new Usage { Model = "acme:small", Reasoning = 10 }, 30 },
        { new Usage { Model = "acme:small", Input = 10, Output = 10, Batch = true }, 4 + 30 },
        { new Usage { Model = "small", Provider = "acme", Input = 10 }, 10 },
        { new Usage { Model = "large", Input = 10 }, 20 },
        { new Usage { Model = "acme:voice", Calls = 3, Messages = 1 }, 40_000 },
        { new Usage { Model = "acme:voice", Minutes = 1.5m, Hours = 0.25m, Gb = 2 }, 1_275_000 },
    };

    [Theory]
    [MemberData(nameof(Priced))]
    public void Price_WhatWasBought_IsTheSumOfItsParts(Usage usage, long microUsd) =>
        Book.Full.Price(usage, Book.Now).Cost.MicroUsd.ShouldBe(microUsd);

    public static TheoryData<Usage> Unpriced => new()
    {
        new Usage { Model = "acme:huge", Input = 1 },
        Large with { Calls = 1 },
        Large with { Input = 1, ServiceTier = "express" },
        new Usage { Model = "acme:small", CacheRead = 1 },
        new Usage { Model = "acme:voice", Calls = 1, Batch = true },
    };

    [Theory]
    [MemberData(nameof(Unpriced))]
    public void Price_WhatTheBookDoesNotSay_IsRefusedWithWhatToAdd(Usage usage)
    {
        var refused = Should.Throw<FabricException>(() => Book.Full.Price(usage, Book.Now));

        refused.Error.ShouldBe(ErrorTable.PriceUnknown);
        refused.Fix.ShouldContain("optimise/prices.yaml");
    }

    public static TheoryData<Usage> Impossible => new()
    {
        Large,
        Large with { Input = -1 },
        Large with { Input = OptimiseLimits.MaxCount + 1 },
        Large with { Minutes = 0.0000001m },
        Large with { Minutes = -1 },
        Large with { Model = "", Input = 1 },
        Large with { Model = "a b", Input = 1 },
        Large with { Provider = "a\nb", Input = 1 },
        Large with { Model = new string('a', OptimiseLimits.MaxModelLength + 1), Input = 1 },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Price_WhatNobodyCanHaveBought_IsRefused(Usage usage) =>
        Should.Throw<FabricException>(() => Book.Full.Price(usage, Book.Now)).Error.ShouldBe(ErrorTable.Usage);

    [Theory]
    [InlineData("2026-01-01", 200)]
    [InlineData("2026-10-31", 200)]
    [InlineData("2026-11-01", 100)]
    public void Price_AtADay_IsOfTheVersionInForce(string day, long microUsd) =>
        Book.Full.Price(Large with { Input = 100 }, At(day)).Cost.MicroUsd.ShouldBe(microUsd);

    [Fact]
    public void Price_BeforeTheFirstVersion_IsUnknown() => Should.Throw<FabricException>(
        () => Book.Full.Price(Large with { Input = 100 }, At("2025-12-31"))).Error.ShouldBe(ErrorTable.PriceUnknown);

    [Theory]
    [InlineData("2026-09-30", 11_000)]
    [InlineData("2026-10-01", 12_500)]
    public void Price_InAnotherCurrency_IsAtTheRateOfTheDay(string day, long microUsd) =>
        Book.Full.Price(new Usage { Model = "acme:voice", Calls = 1 }, At(day)).Cost.MicroUsd.ShouldBe(microUsd);

    [Fact]
    public void PriceHash_InAnotherCurrency_ChangesWithTheRate()
    {
        var usage = new Usage { Model = "acme:voice", Calls = 1 };

        var (before, after) = (Book.Full.Price(usage, At("2026-09-30")), Book.Full.Price(usage, At("2026-10-01")));

        before.Price.ShouldBe(after.Price);
        before.PriceHash.ShouldNotBe(after.PriceHash);
    }

    [Fact]
    public void Price_OfParts_AddsUpToThatOfTheWhole()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var chance = new Random(seed);
            // Below the first tier, where prices do not depend on what else was bought.
            var input = Large with { Input = chance.Next(1, 999) };
            var output = Large with { Output = chance.Next(1, 1_000_000) };
            var both = Large with { Input = input.Input, Output = output.Output, Batch = seed % 2 == 0 };

            var sum = Exact(input with { Batch = both.Batch }) + Exact(output with { Batch = both.Batch });

            sum.ToMoney().ShouldBe(Exact(both).ToMoney());
        }

        static ExactAmount Exact(Usage usage) => Book.Full.Price(usage, Book.Now).Exact;
    }

    [Fact]
    public void Shipped_Prices_AreAllDatedAndToBeConfirmed()
    {
        var versions = PriceFile.Shipped.Versions.ToList();

        versions.ShouldNotBeEmpty();
        versions.ShouldAllBe(version => version.Confirm && version.AsOf != null && version.Source != null);
        PriceFile.Shipped.NameOf("haiku", null).ShouldBe("anthropic:claude-haiku-4-5");
        PriceFile.Shipped.Price(new Usage { Model = "openai:gpt-4", Input = 1000, Output = 100 }, Book.Now)
            .Cost.MicroUsd.ShouldBe(36_000);
    }

    private static DateTimeOffset At(string day) => DateTimeOffset.Parse($"{day}T00:00:00Z");
}
