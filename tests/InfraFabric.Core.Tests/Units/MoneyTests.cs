using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Units;

namespace InfraFabric.Core.Tests.Units;

public sealed class MoneyTests
{
    private static readonly Money Largest = Money.FromMicroUsd(Money.MaxMicroUsd);

    private static readonly Arbitrary<Money> AnyMoney =
        Gen.OneOf(
            Gen.Choose(-2_000_000, 2_000_000).Select(micro => (long)micro),
            ArbMap.Default.GeneratorFor<long>().Select(micro => micro % (Money.MaxMicroUsd + 1)))
        .Select(Money.FromMicroUsd).ToArbitrary();

    [Theory]
    [InlineData("10", 10_000_000, "$10.00")]
    [InlineData("10.0", 10_000_000, "$10.00")]
    [InlineData("$5", 5_000_000, "$5.00")]
    [InlineData("0", 0, "$0.00")]
    [InlineData("-0", 0, "$0.00")]
    [InlineData("0.000001", 1, "$0.000001")]
    [InlineData("-$1.5", -1_500_000, "-$1.50")]
    [InlineData("007.125", 7_125_000, "$7.125")]
    [InlineData("9007199254.740991", Money.MaxMicroUsd, "$9007199254.740991")]
    public void Parse_Dollars_AreReadAndPrinted(string text, long microUsd, string printed)
    {
        var money = Money.Parse(text);

        money.MicroUsd.ShouldBe(microUsd);
        money.ToString().ShouldBe(printed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("$")]
    [InlineData("-")]
    [InlineData("ten")]
    [InlineData("1,000")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e3")]
    [InlineData("+1")]
    [InlineData("$-1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("--1")]
    [InlineData("1.-5")]
    [InlineData("0.0000001")]
    [InlineData("9007199254.740992")]
    [InlineData("99999999999999999999")]
    public void Parse_AnythingElse_IsRefused(string text)
    {
        Money.TryParse(text, out _).ShouldBeFalse();

        Should.Throw<FabricException>(() => Money.Parse(text)).Error.ShouldBe(ErrorTable.Usage);
    }

    [Fact]
    public void Parse_AnyPrintedMoney_ReadsBack() =>
        Prop.ForAll(AnyMoney, money => Money.Parse(money.ToString()) == money)
            .Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Json_AnyMoney_IsAWholeNumberThatReadsBack() =>
        Prop.ForAll(AnyMoney, money =>
        {
            var json = JsonSerializer.Serialize(money);
            return json == $"{money.MicroUsd}" && JsonSerializer.Deserialize<Money>(json) == money;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("1.5")]
    [InlineData("9007199254740992")]
    [InlineData("99999999999999999999")]
    public void Json_NotMicroDollars_IsRefused(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Money>(json));

    [Fact]
    public void Add_AnyTwo_IsExactOrALimit() =>
        Prop.ForAll(AnyMoney, AnyMoney, (a, b) =>
        {
            var exact = (Int128)a.MicroUsd + b.MicroUsd;
            return Int128.Abs(exact) > Money.MaxMicroUsd || (a + b).MicroUsd == exact;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Arithmetic_BeyondTheBounds_IsALimit()
    {
        Action[] beyond =
        [
            () => _ = Largest + Money.FromMicroUsd(1),
            () => _ = -Largest - Money.FromMicroUsd(1),
            () => _ = Largest * 2,
            () => _ = Largest * long.MinValue,
            () => _ = Money.FromMicroUsd(Money.MaxMicroUsd + 1),
            () => _ = Largest.PerHourFor(TimeSpan.FromHours(2)),
        ];

        foreach (var sum in beyond)
            Should.Throw<FabricException>(sum).Error.ShouldBe(ErrorTable.LimitExceeded);
    }

    [Theory]
    [InlineData("2.0", 3600, "2.0")]
    [InlineData("2.0", 1800, "1.0")]
    [InlineData("2.0", 0, "0")]
    [InlineData("0", 3600, "0")]
    [InlineData("0.000001", 1, "0.000001")]
    [InlineData("1", 1, "0.000278")]
    [InlineData("3.6", 1, "0.001")]
    public void PerHourFor_SomeTime_CostsItsShareRoundedUp(string rate, int seconds, string cost) =>
        Money.Parse(rate).PerHourFor(TimeSpan.FromSeconds(seconds)).ShouldBe(Money.Parse(cost));

    [Fact]
    public void PerHourFor_TimeInTwoParts_NeverCostsLessThanTheWhole() =>
        Prop.ForAll<uint, uint, uint>((rate, one, other) =>
        {
            var money = Money.FromMicroUsd(rate);
            var parts = money.PerHourFor(TimeSpan.FromTicks(one)) + money.PerHourFor(TimeSpan.FromTicks(other));
            var whole = money.PerHourFor(TimeSpan.FromTicks((long)one + other));
            return whole <= parts && parts <= whole + Money.FromMicroUsd(1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void PerHourFor_NegativeTimeOrRate_IsRefused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Money.Parse("1").PerHourFor(TimeSpan.FromTicks(-1)));
        Should.Throw<InvalidOperationException>(() => Money.Parse("-1").PerHourFor(TimeSpan.Zero));
    }

    [Fact]
    public void Compare_TwoSums_OrdersByAmount()
    {
        (Money.Parse("1") < Money.Parse("2")).ShouldBeTrue();
        (Money.Parse("1") >= Money.Parse("1")).ShouldBeTrue();
        Money.Parse("-1").CompareTo(Money.Zero).ShouldBeLessThan(0);
    }
}
