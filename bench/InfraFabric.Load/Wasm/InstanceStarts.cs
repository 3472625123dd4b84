using System.Diagnostics;
using InfraFabric.Wasm;

namespace InfraFabric.Load.Wasm;

/// <summary>
/// A store and an instance more of a module that is compiled already: how long it takes, and what it holds.
/// </summary>
internal static class InstanceStarts
{
    private const int Starts = 20_000;
    private const int Alive = 1_000;

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        var kernel = await Kernel.FindAsync("mix");
        var its = await Kernel.AskV8Async<V8Starts>("starts.mjs", kernel.Path, "2000");
        var module = Module.Load(kernel.Bytes);
        var linker = new Linker();
        Time(linker, module, Starts / 4);
        var times = Time(linker, module, Starts);
        var (p50, p99) = (times.At(0.5).TotalMicroseconds, times.At(0.99).TotalMicroseconds);
        var each = KibibytesOfEach(linker, module);
        return
        [
            new Row(
                "wasm, instantiate again", $"p50 {p50:F1} µs, p99 {p99:F1} µs",
                $"V8 p50 {its.Instantiate * 1000:F0} µs", "p50 < 10 µs, p99 < 50 µs", p50 < 10 && p99 < 50),
            new Row($"wasm, {Alive:N0} instances alive, KiB each", $"{each:F1}", "-", "< 100", each < 100),
        ];
    }

    private static Latencies Time(Linker linker, Module module, int starts)
    {
        var times = new Latencies();
        for (var i = 0; i < starts; i++)
        {
            var start = Stopwatch.GetTimestamp();
            using var store = new Store();
            linker.Instantiate(store, module);
            times.Add(start);
        }

        return times;
    }

    // Each in a store of its own, after a call, so that all that it needs is there.
    private static double KibibytesOfEach(Linker linker, Module module)
    {
        var stores = new List<Store>();
        var before = Settled();
        for (var i = 0; i < Alive; i++)
        {
            var store = new Store();
            stores.Add(store);
            linker.Instantiate(store, module).GetFunction<Func<int, int>>("run")(0);
        }

        var after = Settled();
        stores.ForEach(store => store.Dispose());
        return (after - before) / 1024.0 / Alive;
    }

    private static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Environment.WorkingSet;
    }

    private sealed record V8Starts(double Start, double Instantiate);
}
