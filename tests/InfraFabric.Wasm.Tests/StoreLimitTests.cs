using InfraFabric.Wasm.Tests.Binary;
using InfraFabric.Wasm.Types;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests;

public sealed class StoreLimitTests
{
    // Gives the memory's or table's size before it grew, or -1; or calls itself without end.
    private static readonly byte[] Guest = new ModuleBytes().Type([I32], [I32]).Type([], [])
        .Function(0, 0x20, 0, 0x40, 0).Function(0, 0xD0, FuncRef, 0x20, 0, 0xFC, 15, 0).Function(1, 0x10, 2)
        .Memory(2).Table(FuncRef, 3).Export("growMemory", 0, 0).Export("growTable", 0, 1).Export("recurse", 0, 2)
        .ToArray();

    private static readonly Module Program = Module.Load(Guest);

    [Fact]
    public void Grow_ToTheLimitOfPages_IsAllowedAndNoFurther()
    {
        using var store = new Store(new StoreOptions { MaxMemoryPages = 5 });
        var grow = Grow(store, "growMemory");

        grow(4).ShouldBe(-1);
        grow(3).ShouldBe(2);
        grow(1).ShouldBe(-1);
        grow(0).ShouldBe(5);
    }

    [Fact]
    public void Grow_ToTheLimitOfElements_IsAllowedAndNoFurther()
    {
        using var store = new Store(new StoreOptions { MaxTableElements = 5 });
        var grow = Grow(store, "growTable");

        grow(3).ShouldBe(-1);
        grow(2).ShouldBe(3);
        grow(1).ShouldBe(-1);
    }

    [Theory]
    [InlineData(1, 10, 10)]
    [InlineData(10, 2, 10)]
    [InlineData(10, 10, 0)]
    public void Instantiate_MoreThanTheStoreAllows_IsRefused(int pages, int elements, int instances)
    {
        using var store = new Store(new StoreOptions
        {
            MaxMemoryPages = pages,
            MaxTableElements = elements,
            MaxInstances = instances,
        });

        Should.Throw<LinkException>(() => new Linker().Instantiate(store, Program));
    }

    [Fact]
    public void Instantiate_AsManyAsTheStoreAllows_AreInstantiated()
    {
        using var store = new Store(new StoreOptions { MaxInstances = 2, MaxMemoryPages = 4, MaxTableElements = 6 });

        new Linker().Instantiate(store, Program);
        new Linker().Instantiate(store, Program);

        Should.Throw<LinkException>(() => new Linker().Instantiate(store, Program));
    }

    [Fact]
    public void Invoke_DeeperThanTheStack_Traps()
    {
        using var store = new Store(new StoreOptions { MaxStackBytes = 10_000 });

        var recurse = new Linker().Instantiate(store, Program).GetFunction<Action>("recurse");

        var trap = Should.Throw<TrapException>(() => recurse());

        trap.Reason.ShouldBe(TrapReason.CallStackExhausted);
        (trap.Frames.Count + trap.Trace.Omitted).ShouldBeInRange(10, 10_000 / 16);
    }

    [Fact]
    public void Limiter_Growth_IsAskedWithWhatThereIsAndWhatIsWanted()
    {
        var asked = new List<GrowthRequest>();
        using var store = new Store(new StoreOptions { Limiter = request => Allow(asked, request) });

        Grow(store, "growMemory")(7).ShouldBe(2);

        asked.Select(request => (request.Type, request.Current, request.Wanted)).ShouldBe([
            (new TableType(ValueKind.FuncRef, new SizeRange(3, null)), 0L, 3L),
            (new MemoryType(new SizeRange(2, null)), 0L, 2L),
            (new MemoryType(new SizeRange(2, null)), 2L, 9L),
        ]);
    }

    [Fact]
    public void Limiter_Refuses_GuestGetsMinusOneAndNothingIsTaken()
    {
        var options = new StoreOptions
        {
            MaxMemoryPages = 4,
            Limiter = request => request.Wanted - request.Current != 1,
        };
        using var store = new Store(options);
        var grow = Grow(store, "growMemory");

        grow(1).ShouldBe(-1);
        grow(2).ShouldBe(2);
    }

    [Fact]
    public void Limiter_RefusesAModulesMemory_NothingIsInstantiated()
    {
        using var store = new Store(new StoreOptions { Limiter = request => request.Type is not MemoryType });

        Should.Throw<LinkException>(() => new Linker().Instantiate(store, Program)).Message.ShouldContain("2 pages");
    }

    [Fact]
    public void Limiter_GrowsTheMemoryItself_IsRefused()
    {
        Memory? memory = null;
        using var store = new Store(new StoreOptions { Limiter = _ => memory?.Grow(1) is null });
        memory = new Memory(store, new MemoryType(new SizeRange(1, null)));

        memory.Grow(2).ShouldBe(1u);

        memory.Pages.ShouldBe(3u);
    }

    private static bool Allow(List<GrowthRequest> asked, GrowthRequest request)
    {
        asked.Add(request);
        return true;
    }

    private static Func<int, int> Grow(Store store, string name) =>
        new Linker().Instantiate(store, Program).GetFunction<Func<int, int>>(name);
}
