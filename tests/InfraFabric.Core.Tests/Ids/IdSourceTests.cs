using InfraFabric.Core.Ids;

namespace InfraFabric.Core.Tests.Ids;

public sealed class IdSourceTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    [Fact]
    public void Next_AnyId_IsAUuidOfVersion7WithTheClocksTime()
    {
        var id = new IdSource(new SetClock(Start)).Next();

        id.Version.ShouldBe(7);
        (id.Variant & 0b1100).ShouldBe(0b1000);
        var millisecond = Convert.ToInt64(id.ToString("N")[..12], 16);
        millisecond.ShouldBe(Start.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void Next_ManyInOneMillisecond_AreInOrder()
    {
        var ids = new IdSource(new SetClock(Start));

        var made = Enumerable.Range(0, 20_000).Select(_ => ids.Next().ToString()).ToList();

        made.ShouldBe(made.Order(StringComparer.Ordinal));
        made.Distinct().Count().ShouldBe(made.Count);
    }

    [Fact]
    public void Next_ClockSetBack_StaysInOrder()
    {
        var clock = new SetClock(Start);
        var ids = new IdSource(clock);
        var before = ids.Next().ToString();

        clock.Now = Start - TimeSpan.FromHours(1);
        var after = ids.Next().ToString();

        string.CompareOrdinal(before, after).ShouldBeLessThan(0);
    }

    [Fact]
    public void Next_SameSeedAndClock_MakesTheSameIds()
    {
        var one = new IdSource(new SetClock(Start), new Random(7));
        var other = new IdSource(new SetClock(Start), new Random(7));

        var made = Enumerable.Range(0, 500).Select(_ => one.Next());

        made.ShouldBe(Enumerable.Range(0, 500).Select(_ => other.Next()));
    }

    [Fact]
    public void Next_TwoSourcesOnOneClock_DoNotCollide()
    {
        var (one, other) = (new IdSource(new SetClock(Start)), new IdSource(new SetClock(Start)));

        var made = Enumerable.Range(0, 10_000).SelectMany(_ => new[] { one.Next(), other.Next() });

        made.Distinct().Count().ShouldBe(20_000);
    }

    [Fact]
    public void Next_ManyThreads_MakesNoIdTwice()
    {
        var ids = new IdSource(TimeProvider.System);
        var made = new Guid[8][];

        Parallel.For(0, made.Length, i => made[i] = [.. Enumerable.Range(0, 10_000).Select(_ => ids.Next())]);

        made.SelectMany(ids => ids).Distinct().Count().ShouldBe(80_000);
    }
}
