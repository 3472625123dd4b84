using System.Diagnostics;
using InfraFabric.Wasm;

namespace InfraFabric.Load.Wasm;

/// <summary>How long a busy loop runs on after another thread has told it to stop.</summary>
internal static class Interrupts
{
    private const int Times = 300;

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        var kernel = await Kernel.FindAsync("interpreter");
        return [Measure(kernel, Metering.Fuel, "metered"), Measure(kernel, Metering.None, "not metered")];
    }

    private static Row Measure(Kernel kernel, Metering metering, string how)
    {
        using var store = new Store();
        var module = Module.Load(kernel.Bytes, new ModuleOptions { Metering = metering });
        var run = new Linker().Instantiate(store, module).GetFunction<Func<int, int>>("run");
        run(1);
        var times = new Latencies();
        for (var i = 0; i < Times; i++)
        {
            times.AddTicks(TicksOf(store, run));
            store.Resume();
        }

        var (p50, p99) = (times.At(0.5).TotalMicroseconds, times.At(0.99).TotalMicroseconds);
        return new Row(
            $"wasm, {how}, interrupted from outside", $"p50 {p50:F0} µs, p99 {p99:F0} µs", "-", "p99 < 1 ms",
            p99 < 1_000);
    }

    private static long TicksOf(Store store, Func<int, int> run)
    {
        using var begun = new ManualResetEventSlim();
        long stopped = 0;
        var thread = new Thread(() =>
        {
            begun.Set();
            try
            {
                run(int.MaxValue);
            }
            catch (TrapException trap) when (trap.Reason == TrapReason.Interrupted)
            {
                stopped = Stopwatch.GetTimestamp();
            }
        });
        thread.Start();
        begun.Wait();
        // It has begun for certain, and is in the middle of it.
        Thread.Sleep(1);
        var start = Stopwatch.GetTimestamp();
        store.Interrupt();
        thread.Join();
        return stopped - start;
    }
}
