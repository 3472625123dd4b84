using System.Diagnostics;
using System.Runtime.CompilerServices;
using InfraFabric.Wasm.Tests.Binary;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests;

[Collection(nameof(UnloadingTests))]
[CollectionDefinition(nameof(UnloadingTests), DisableParallelization = true)]
public sealed class UnloadingTests
{
    private static readonly byte[] Guest = new ModuleBytes().Type([], []).Type([I32], [I32])
        .Function(0, 0x00).Function(1, 0x20, 0, 0x20, 0, 0x36, 0, 0, 0x20, 0)
        .Function(0, 0x02, 0x40, 0x1F, 0x40, 1, 2, 0, 0x08, 0, End, End).Memory(16).Tag(0)
        .Export("trap", 0, 0).Export("touch", 0, 1).Export("catch", 0, 2).ToArray();

    private static readonly ModuleOptions Options = new() { Features = ModuleFeatures.Exceptions };

    [Fact]
    public void Module_DroppedWithItsStores_IsCollectedWithItsCode()
    {
        var dropped = Enumerable.Range(0, 20).SelectMany(_ => UseAndDrop()).ToList();

        for (var i = 0; i < 20 && dropped.Exists(reference => reference.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        dropped.ShouldAllBe(reference => !reference.IsAlive);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Instances_AThousandInTurn_LeaveTheProcessAsItWas(bool areDisposed)
    {
        var module = Module.Load(Guest, Options);
        Turn(module, 200, areDisposed);
        var before = WorkingSet();

        Turn(module, 1_000, areDisposed);

        // If they were kept it would be a gigabyte.
        (WorkingSet() - before).ShouldBeLessThan(50L << 20);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] UseAndDrop()
    {
        var module = Module.Load(Guest, Options);
        var store = new Store();
        var instance = new Linker().Instantiate(store, module);
        instance.GetFunction("catch").Invoke();
        var trap = Should.Throw<TrapException>(() => { instance.GetFunction("trap").Invoke(); });
        trap.Frames.Count.ShouldBe(1);
        var code = new StackTrace(trap).GetFrame(0)!.GetMethod()!.Module.Assembly;
        code.IsDynamic.ShouldBeTrue();
        return [new(module), new(store), new(instance), new(code)];
    }

    private static void Turn(Module module, int times, bool areDisposed)
    {
        for (var i = 0; i < times; i++)
        {
            var store = new Store();
            var touch = new Linker().Instantiate(store, module).GetFunction<Func<int, int>>("touch");
            for (var address = 0; address < 16 * Memory.PageBytes; address += 4_096)
                touch(address);
            if (areDisposed)
                store.Dispose();
            else if (i % 10 == 0)
                Collect();
        }
    }

    private static long WorkingSet()
    {
        Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
