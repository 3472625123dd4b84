using InfraFabric.Wasm.Tests.Binary;

namespace InfraFabric.Wasm.Tests;

public sealed class ModuleCacheTests
{
    private static readonly int Size = Bytes(0).Length;

    [Fact]
    public void Load_SameBytes_GivesTheSameModule()
    {
        var cache = new ModuleCache(1_000);

        var module = cache.Load(Bytes(1));

        cache.Load(Bytes(1)).ShouldBeSameAs(module);
        cache.Load(Bytes(1), new ModuleOptions()).ShouldBeSameAs(module);
        (cache.Count, cache.Bytes).ShouldBe((1, Size));
    }

    [Fact]
    public void Load_OtherBytesOrOptions_GivesAnotherModule()
    {
        var cache = new ModuleCache(1_000);

        var module = cache.Load(Bytes(1));

        cache.Load(Bytes(2)).ShouldNotBeSameAs(module);
        cache.Load(Bytes(1), new ModuleOptions { Metering = Metering.None }).ShouldNotBeSameAs(module);
        cache.Count.ShouldBe(3);
    }

    [Fact]
    public void Load_MoreThanFits_ForgetsWhatWasNotUsedTheLongest()
    {
        var cache = new ModuleCache(2 * Size);
        var first = cache.Load(Bytes(1));
        var second = cache.Load(Bytes(2));
        cache.Load(Bytes(1));

        cache.Load(Bytes(3));

        (cache.Count, cache.Bytes).ShouldBe((2, 2 * Size));
        cache.Load(Bytes(1)).ShouldBeSameAs(first);
        cache.Load(Bytes(2)).ShouldNotBeSameAs(second);
    }

    [Fact]
    public void Load_ModuleLargerThanAll_IsNotKept()
    {
        var cache = new ModuleCache(Size - 1);

        cache.Load(Bytes(1)).ShouldNotBeSameAs(cache.Load(Bytes(1)));

        (cache.Count, cache.Bytes).ShouldBe((0, 0));
    }

    [Fact]
    public void Load_NoModule_IsRefusedEachTimeAndNotKept()
    {
        var cache = new ModuleCache(1_000);

        Should.Throw<InvalidModuleException>(() => cache.Load([1, 2, 3]));
        Should.Throw<InvalidModuleException>(() => cache.Load([1, 2, 3]));

        (cache.Count, cache.Bytes).ShouldBe((0, 0));
    }

    [Fact]
    public void Load_ManyThreadsAtOnce_LoadOnce()
    {
        for (var round = 0; round < 50; round++)
        {
            var cache = new ModuleCache(1_000);
            var bytes = Bytes((byte)round);

            var modules = Racing.Run(4, _ => cache.Load(bytes));

            modules.Distinct().ShouldHaveSingleItem();
        }
    }

    private static byte[] Bytes(byte content) => new ModuleBytes().Custom("x", content).ToArray();
}
