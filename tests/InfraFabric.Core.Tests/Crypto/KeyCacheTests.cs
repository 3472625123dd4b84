using InfraFabric.Core.Crypto;

namespace InfraFabric.Core.Tests.Crypto;

public sealed class KeyCacheTests
{
    [Fact]
    public void GetOrAdd_KeyInUse_IsMadeOnce()
    {
        var made = 0;
        var cache = new KeyCache<int, string>(capacity: 8);

        for (var i = 0; i < 100; i++)
            cache.GetOrAdd(1, key => $"{key}:{++made}").ShouldBe("1:1");
    }

    [Fact]
    public void GetOrAdd_KeyUsedBetweenManyOthers_IsKept()
    {
        var made = 0;
        var cache = new KeyCache<int, string>(capacity: 8);

        for (var i = 2; i < 100; i++)
        {
            cache.GetOrAdd(i, key => $"{key}");
            cache.GetOrAdd(1, _ => $"{++made}");
        }

        made.ShouldBe(1);
    }

    [Fact]
    public void GetOrAdd_MoreKeysThanItHolds_ForgetsTheFirst()
    {
        var cache = new KeyCache<int, string>(capacity: 8);
        cache.GetOrAdd(0, _ => "first");
        for (var i = 1; i <= 8; i++)
            cache.GetOrAdd(i, key => $"{key}");

        cache.GetOrAdd(0, _ => "again").ShouldBe("again");
    }

    [Fact]
    public void GetOrAdd_ManyThreads_GivesEachItsOwn()
    {
        var cache = new KeyCache<int, string>(capacity: 64);

        Parallel.For(0, 50_000, i => cache.GetOrAdd(i % 200, key => $"{key}").ShouldBe($"{i % 200}"));
    }
}
