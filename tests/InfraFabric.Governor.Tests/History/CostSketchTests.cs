using InfraFabric.Core.Units;
using InfraFabric.Governor.History;

namespace InfraFabric.Governor.Tests.History;

public sealed class CostSketchTests
{
    [Fact]
    public void LargestOf_TheClassOfASum_IsAtMostASixteenthMore()
    {
        var random = new Random(1);
        for (var i = 0; i < 100_000; i++)
        {
            var sum = random.NextInt64(1L << random.Next(1, 52));

            var largest = CostSketch.LargestOf(CostSketch.ClassOf(Money.FromMicroUsd(sum))).MicroUsd;

            largest.ShouldBeInRange(sum, sum + (sum / 16));
        }
    }

    [Fact]
    public void ClassOf_GrowsWithTheSum()
    {
        var classes = Enumerable.Range(0, 5000).Select(i => CostSketch.ClassOf(Money.FromMicroUsd(i))).ToList();

        classes.ShouldBe(classes.Order());
        classes.Zip(classes.Skip(1)).ShouldAllBe(pair => pair.Second - pair.First <= 1);
    }

    [Fact]
    public void Percentile_OfAHundredSums_IsTheRightOneToASixteenth()
    {
        var sketch = new CostSketch { Kind = "research" };
        foreach (var cents in Enumerable.Range(1, 100).Reverse())
            sketch = sketch.With(Money.FromMicroUsd(cents * 10_000));

        sketch.Percentile(95).MicroUsd.ShouldBeInRange(950_000, 950_000 + (950_000 / 16));
        sketch.Percentile(100).ShouldBe(Money.FromMicroUsd(1_000_000));
        sketch.Percentile(1).MicroUsd.ShouldBeInRange(10_000, 10_625);
    }

    [Fact]
    public void With_MoreThanAreRemembered_LetsTheOldCountLess()
    {
        var sketch = new CostSketch { Kind = "research" };
        for (var i = 0; i < GovernorLimits.MaxRemembered; i++)
            sketch = sketch.With(Money.FromMicroUsd(1_000_000));
        for (var i = 0; i < GovernorLimits.MaxRemembered; i++)
            sketch = sketch.With(Money.FromMicroUsd(1_000));

        sketch.Count.ShouldBeLessThanOrEqualTo(GovernorLimits.MaxRemembered);
        sketch.Percentile(50).MicroUsd.ShouldBeInRange(1_000, 1_063);
        sketch.Max.ShouldBe(Money.FromMicroUsd(1_000_000));
    }
}
