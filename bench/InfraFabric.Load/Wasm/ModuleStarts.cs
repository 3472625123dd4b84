using System.Diagnostics;
using InfraFabric.Wasm;

namespace InfraFabric.Load.Wasm;

/// <summary>
/// From a module's bytes to the end of its first call, without what the call itself takes, which a second one shows:
/// decoding, validating, compiling, instantiating. Each time it is another module, so that nothing is kept from before.
/// </summary>
internal static class ModuleStarts
{
    private const int Starts = 50;

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        var small = await Kernel.FindAsync("json");
        var large = await Kernel.FindAsync("large");
        var (mine, its) = await MeasureAsync(small);
        var (mineOfLarge, itsOfLarge) = await MeasureAsync(large);
        var perByte = mineOfLarge.TotalMicroseconds / large.Bytes.Length;
        return
        [
            new Row(
                $"wasm, {small.Bytes.Length:N0} bytes, compile, instantiate, first call, p50",
                $"{mine.TotalMilliseconds:F2} ms", $"V8 {its.TotalMilliseconds:F2} ms", "< 6 ms",
                mine.TotalMilliseconds < 6),
            new Row(
                $"wasm, one function of {large.Bytes.Length:N0} bytes, the same, per byte", $"{perByte:F2} µs",
                $"V8 {itsOfLarge.TotalMicroseconds / large.Bytes.Length:F2} µs", "≤ 1.5 µs", perByte <= 1.5),
        ];
    }

    private static async Task<(TimeSpan Mine, TimeSpan Its)> MeasureAsync(Kernel kernel)
    {
        var its = await Kernel.AskV8Async<V8Starts>("starts.mjs", kernel.Path, $"{Starts}");
        var times = new Latencies();
        for (var i = 0; i < Starts; i++)
            times.AddTicks(TicksOf(Different(kernel.Bytes, i)));
        return (times.At(0.5), TimeSpan.FromMilliseconds(its.Start));
    }

    private static long TicksOf(byte[] bytes)
    {
        using var store = new Store();
        var start = Stopwatch.GetTimestamp();
        var run = new Linker().Instantiate(store, Module.Load(bytes)).GetFunction<Func<int, int>>("run");
        run(0);
        var middle = Stopwatch.GetTimestamp();
        run(0);
        return middle - start - (Stopwatch.GetTimestamp() - middle);
    }

    // With a section that means nothing: its id, its length, a name of one letter, and the number.
    private static byte[] Different(byte[] bytes, int number) =>
        [.. bytes, 0, 6, 1, (byte)'n', .. BitConverter.GetBytes(number)];

    private sealed record V8Starts(double Start, double Instantiate);
}
