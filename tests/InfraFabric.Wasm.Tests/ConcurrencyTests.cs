using InfraFabric.Wasm.Tests.Binary;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests;

public sealed class ConcurrencyTests
{
    private const int Functions = 100;
    private const byte Call = 0x10;

    [Fact]
    public void Invoke_FirstCallsOnManyThreads_GiveAndCostTheSame()
    {
        for (var round = 0; round < 10; round++)
        {
            var module = Module.Load(Chain());

            var results = Racing.Run(8, index =>
            {
                using var store = new Store(new StoreOptions { Fuel = 100_000 });
                var instance = new Linker().Instantiate(store, module);

                // Each thread begins elsewhere in the chain, and comes to functions that others are compiling.
                var first = index * 10;
                instance.GetFunction<Func<int, int>>($"f{first}")(1).ShouldBe(Functions - first);
                var before = store.Fuel;
                instance.GetFunction<Func<int, int>>("f0")(1).ShouldBe(Functions);
                return before - store.Fuel;
            });

            results.Distinct().ShouldHaveSingleItem();
        }
    }

    // Each adds one and calls the next.
    private static byte[] Chain()
    {
        var module = new ModuleBytes().Type([I32], [I32]);
        for (var i = 0u; i < Functions; i++)
        {
            byte[] next = i == Functions - 1 ? [] : [0x41, 1, 0x6A, Call, .. U32(i + 1)];
            module.Function(0, [0x20, 0, .. next]).Export($"f{i}", 0, i);
        }

        return module.ToArray();
    }
}
