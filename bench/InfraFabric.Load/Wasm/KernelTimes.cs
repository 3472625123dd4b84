using System.Diagnostics;
using InfraFabric.Wasm;

namespace InfraFabric.Load.Wasm;

/// <summary>
/// How long the kernels run here, metered and not, and in V8, one kernel after the other, so that all three see the
/// same machine. Of several rounds the quickest counts: whatever else runs can only make a round longer.
/// </summary>
internal static class KernelTimes
{
    private const int Rounds = 5;
    private const double MostMetered = 1.15;
    private const double MostFree = 1.05;
    private const double MostOfOne = 1.8;
    private const double MostForMetering = 1.10;

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        var rows = new List<Row>();
        var all = new List<KernelTime>();
        foreach (var kernel in await Kernel.AllAsync())
        {
            var time = await MeasureAsync(kernel);
            all.Add(time);
            rows.Add(new Row(
                $"wasm {kernel.Name}({kernel.Size:N0}), metered / not, ms", $"{time.Metered:N0} / {time.Free:N0}",
                $"V8 {time.V8:N0}", $"≤ {MostOfOne} × V8", time.Metered <= MostOfOne * time.V8));
        }

        rows.Add(Mean("wasm kernels, metered, geometric mean", all, time => time.Metered / time.V8, MostMetered, "V8"));
        rows.Add(Mean("wasm kernels, not metered, geometric mean", all, time => time.Free / time.V8, MostFree, "V8"));
        rows.Add(Mean(
            "wasm kernels, what metering costs, geometric mean", all, time => time.Metered / time.Free,
            MostForMetering, "not metered"));
        return rows;
    }

    private static async Task<KernelTime> MeasureAsync(Kernel kernel)
    {
        var times = await Kernel.AskV8Async<Dictionary<string, V8Time>>("time.mjs", "artifacts/kernels", kernel.Name);
        var peer = times[kernel.Name];
        return new KernelTime(
            TimeOf(kernel, Metering.Fuel, peer.Checksum), TimeOf(kernel, Metering.None, peer.Checksum),
            peer.Milliseconds.Min());
    }

    private static double TimeOf(Kernel kernel, Metering metering, int checksum)
    {
        using var store = new Store(new StoreOptions { Fuel = metering == Metering.Fuel ? long.MaxValue / 4 : null });
        var module = Module.Load(kernel.Bytes, new ModuleOptions { Metering = metering });
        var run = new Linker().Instantiate(store, module).GetFunction<Func<int, int>>("run");
        var best = double.MaxValue;
        for (var round = 0; round <= Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            var result = run(kernel.Size);
            var took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (result != checksum)
                throw new InvalidOperationException($"{kernel.Name} gave {result}; in V8 it gave {checksum}.");
            if (round > 0)
                best = Math.Min(best, took);
        }

        return best;
    }

    private static Row Mean(
        string figure, List<KernelTime> all, Func<KernelTime, double> ratio, double most, string peer)
    {
        var mean = Math.Exp(all.Average(time => Math.Log(ratio(time))));
        return new Row(figure, $"{mean:F2}", $"{peer} 1.00", $"≤ {most:F2}", mean <= most);
    }

    private sealed record KernelTime(double Metered, double Free, double V8);

    private sealed record V8Time(int Checksum, double[] Milliseconds);
}
