using System.Diagnostics;

namespace InfraFabric.Load.State;

/// <summary>Opens a state of a million records: once from its log alone, once from a snapshot.</summary>
internal static class EmbeddedOpen
{
    private const int Records = 1_000_000;
    private const int RecordBytes = 100;

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        using var scratch = new Scratch();
        await FillAsync(scratch.File("ours"));
        var fromLog = await OpenAsync(scratch.File("ours"));
        await using (var store = await Workload.OpenAsync(scratch.File("ours")))
            await store.CompactAsync((await store.GetStatsAsync()).Revision);
        var fromSnapshot = await OpenAsync(scratch.File("ours"));
        return [RowOf("from its log", fromLog), RowOf("from a snapshot", fromSnapshot), MemoryRow(fromSnapshot)];
    }

    private static Row RowOf(string how, (TimeSpan Time, long Memory) opened) => new(
        $"open with {Records:N0} records {how}", $"{opened.Time.TotalSeconds:F2} s", "-", "< 5 s",
            opened.Time.TotalSeconds < 5);

    private static Row MemoryRow((TimeSpan Time, long Memory) opened)
    {
        var each = (double)opened.Memory / Records;
        return new Row($"memory per record of {RecordBytes} bytes", $"{each:N0} B", "-", "< 1 KB", each < 1024);
    }

    private static async Task FillAsync(string directory)
    {
        await using var store = await Workload.OpenAsync(directory);
        using var stop = new CancellationTokenSource();
        var draining = Workload.DrainAsync(store, stop.Token);
        await Task.WhenAll(Enumerable.Range(0, 256).Select(worker => Task.Run(async () =>
        {
            for (var i = worker; i < Records; i += 256)
            {
                var key = new InfraFabric.State.Contract.RecordKey($"tasks/0198a1b2-c3d4-7e5f-8a9b-{i:D12}");
                await store.CommitAsync(new([], [InfraFabric.State.Contract.Write.Put(key, new byte[RecordBytes])],
                    [Workload.Note("fill")]));
            }
        })));
        await stop.CancelAsync();
        await draining;
    }

    private static async Task<(TimeSpan Time, long Memory)> OpenAsync(string directory)
    {
        // What the store before this one leaves behind must be gone before it is measured.
        await Task.Delay(500);
        GC.WaitForPendingFinalizers();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        await using var store = await Workload.OpenAsync(directory);
        var time = clock.Elapsed;
        var memory = GC.GetTotalMemory(forceFullCollection: true) - before;
        var records = (await store.GetStatsAsync()).Records;
        return records == Records ? (time, memory) : throw new InvalidOperationException(
            $"{records} records are there.");
    }
}
