using System.Buffers.Binary;
using System.Diagnostics;
using InfraFabric.State.Contract;

namespace InfraFabric.Load.State;

/// <summary>
/// 10,000 watchers of different prefixes at 5,000 commits a second: from the acknowledgement to the watcher's hands.
/// </summary>
internal static class EmbeddedWatchers
{
    private const int Watchers = 10_000;
    private const int CommitsPerSecond = 5_000;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        using var scratch = new Scratch();
        await using var store = await Workload.OpenAsync(scratch.File("ours"));
        using var stop = new CancellationTokenSource();
        Latencies latencies = new(), whole = new();
        var watching = Enumerable.Range(0, Watchers).Select(i =>
            WatchAsync(store, $"swarms/{i:D5}/", whole, stop.Token)).ToList();
        while ((await store.GetStatsAsync()).Watchers < Watchers)
            await Task.Delay(10);

        var clock = Stopwatch.StartNew();
        var acknowledged = new Latencies();
        var sent = 0;
        var pending = new List<Task>();
        while (clock.Elapsed < Duration)
        {
            for (; sent < clock.Elapsed.TotalSeconds * CommitsPerSecond; sent++)
                pending.Add(CommitAsync(store, sent, acknowledged));
            await Task.Delay(1);
            if (clock.Elapsed < TimeSpan.FromSeconds(1))
            {
                whole.Clear();
                acknowledged.Clear();
            }
        }

        await Task.WhenAll(pending);
        await stop.CancelAsync();
        await Task.WhenAll(watching);
        double acknowledged50 = acknowledged.At(0.5).TotalMilliseconds;
        double acknowledged99 = acknowledged.At(0.99).TotalMilliseconds;
        var rate = sent / clock.Elapsed.TotalSeconds;
        double p50 = whole.At(0.5).TotalMilliseconds, p99 = whole.At(0.99).TotalMilliseconds;
        return
        [
            new Row($"embedded, commit called → watcher, {Watchers:N0} watchers, {rate:N0} commits/s",
                $"p50 {p50:F2} ms, p99 {p99:F2} ms",
                $"the commits' own acknowledgements: p50 {acknowledged50:F2} ms, p99 {acknowledged99:F2} ms",
                "p99 < 2 ms", p99 < 2),
        ];
    }

    private static async Task CommitAsync(IStateStore store, int number, Latencies acknowledged)
    {
        var key = new RecordKey($"swarms/{number * 7919L % Watchers:D5}/task");
        var value = new byte[Workload.ValueBytes];
        var start = Stopwatch.GetTimestamp();
        BinaryPrimitives.WriteInt64LittleEndian(value, start);
        await store.CommitAsync(new Commit([], [Write.Put(key, value)], [Workload.Note("task")]));
        acknowledged.Add(start);
    }

    private static async Task WatchAsync(
        IStateStore store, string prefix, Latencies latencies, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var batch in store.WatchAsync(prefix, 0, cancellationToken))
            {
                foreach (var change in batch.Changes)
                    latencies.Add(BinaryPrimitives.ReadInt64LittleEndian(change.Record!.Value.Span));
            }
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }
}
