using System.Numerics;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Units;
using InfraFabric.Optimise.Prices;

namespace InfraFabric.Optimise.Tests.Prices;

public sealed class ExactAmountTests
{
    [Theory]
    [InlineData("0.0000005", 0)]
    [InlineData("0.0000015", 2)]
    [InlineData("0.0000025", 2)]
    [InlineData("0.00000250000000001", 3)]
    [InlineData("0.0000024999999999", 2)]
    [InlineData("-0.0000015", -2)]
    [InlineData("12.5", 12_500_000)]
    public void ToMoney_BetweenTwoMicroDollars_IsTheNearest_TheEvenOneInTheMiddle(string dollars, long microUsd) =>
        ExactAmount.Of(decimal.Parse(dollars)).ToMoney().ShouldBe(Money.FromMicroUsd(microUsd));

    [Fact]
    public void ToMoney_MoreThanMoneyHolds_IsRefused() =>
        Should.Throw<FabricException>(() => (ExactAmount.Of(1_000_000_000) * ExactAmount.Of(10)).ToMoney())
            .Error.ShouldBe(ErrorTable.LimitExceeded);

    [Fact]
    public void Sums_OfPartsInAnyOrder_AreTheSame()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var chance = new Random(seed);
            var parts = Enumerable.Range(0, 20).Select(_ => ExactAmount.Of(
                new decimal(chance.Next(), chance.Next(), 0, isNegative: false, (byte)chance.Next(13)))).ToArray();
            var sum = parts.Aggregate(ExactAmount.Zero, (left, right) => left + right);

            chance.Shuffle(parts);
            var again = parts.Aggregate(ExactAmount.Zero, (left, right) => left + right);

            (again + (sum * ExactAmount.Of(-1m))).ShouldSatisfyAllConditions(
                rest => (rest * ExactAmount.Of(1m)).ToMoney().ShouldBe(Money.Zero));
        }
    }

    [Fact]
    public void Product_OfPricesAndQuantities_IsThatOfWholeNumbers()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var chance = new Random(seed);
            var (price, count) = (chance.NextInt64(1_000_000_000), chance.NextInt64(1_000_000_000));

            var product = ExactAmount.Of(price / 1_000_000m).PerMillion() * ExactAmount.Of(count);

            var exact = (BigInteger)price * count;
            var (whole, rest) = BigInteger.DivRem(exact, 1_000_000);
            var expected = rest * 2 > 1_000_000 || (rest * 2 == 1_000_000 && !whole.IsEven) ? whole + 1 : whole;
            product.ToMoney().MicroUsd.ShouldBe((long)expected);
        }
    }
}
