using System.Collections.Concurrent;
using System.Diagnostics;
using Google.Protobuf;
using InfraFabric.Load.Peers;
using InfraFabric.State.Etcd;
using InfraFabric.State.Etcd.Cluster;
using InfraFabric.State.Etcd.Protos;

namespace InfraFabric.Load.Etcd;

/// <summary>
/// The peer of a claim on etcd: one transaction for each, which says that the task is still as it was read and writes
/// who has it. 64 at once, each a task of its own.
/// </summary>
internal static class RawClaims
{
    private const int Tasks = 30_000;
    private const int TasksAtOnce = 100;
    private static readonly byte[] Value = new byte[300];

    private static Task<QueueRate>? _measured;

    /// <summary>Measured once in a run, so that a row of ours can stand beside it.</summary>
    public static Task<QueueRate> MeasureAsync() => _measured ??= MeasureOnceAsync();

    public static async Task<IReadOnlyList<Row>> RunAsync() =>
        [Row.OfPeer("etcd, 64 claims at once, a transaction for each", $"{await MeasureAsync()}")];

    private static async Task<QueueRate> MeasureOnceAsync()
    {
        await using var bench = await EtcdBench.StartAsync();
        using var caller = bench.NewRaw();
        await RoundAsync(caller, "warm", Tasks / 10);
        return await RoundAsync(caller, "only", Tasks);
    }

    /// <summary>Adds tasks under a name of their own, and claims them all.</summary>
    public static async Task<QueueRate> RoundAsync(EtcdCaller caller, string name, int tasks)
    {
        var ready = new ConcurrentQueue<(ByteString Key, long Revision)>(await AddAsync(caller, name, tasks));
        var start = Stopwatch.GetTimestamp();
        var each = await Task.WhenAll(Enumerable.Range(0, QueuePeer.Workers).Select(async _ =>
        {
            var mine = new Latencies();
            while (ready.TryDequeue(out var task))
            {
                var before = Stopwatch.GetTimestamp();
                await ClaimAsync(caller, task.Key, task.Revision);
                mine.Add(before);
            }

            return mine;
        }));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var all = new Latencies();
        foreach (var mine in each)
            all.Add(mine);
        return new QueueRate(all.Count / seconds, all.At(0.5).TotalMilliseconds, all.At(0.99).TotalMilliseconds);
    }

    private static async Task<List<(ByteString Key, long Revision)>> AddAsync(
        EtcdCaller caller, string name, int tasks)
    {
        var added = new List<(ByteString, long)>();
        for (var made = 0; made < tasks; made += TasksAtOnce)
        {
            var keys = Enumerable.Range(made, TasksAtOnce).Select(i => KeyLayout.Bytes($"/raw/tasks/{name}/{i}"))
                .ToList();
            var request = new TxnRequest();
            request.Success.AddRange(keys.Select(Put));
            var answer = await caller.AttemptAsync(EtcdMethods.Txn, request, CancellationToken.None);
            added.AddRange(keys.Select(key => (key, answer.Header.Revision)));
        }

        return added;
    }

    private static async Task ClaimAsync(EtcdCaller caller, ByteString key, long revision)
    {
        var request = new TxnRequest();
        var unchanged = new Compare { Key = key, Target = Compare.Types.CompareTarget.Mod, ModRevision = revision };
        request.Compare.Add(unchanged);
        request.Success.Add(Put(key));
        var answer = await caller.AttemptAsync(EtcdMethods.Txn, request, CancellationToken.None);
        if (!answer.Succeeded)
            throw new InvalidOperationException("A task was claimed twice.");
    }

    private static RequestOp Put(ByteString key) =>
        new() { RequestPut = new PutRequest { Key = key, Value = UnsafeByteOperations.UnsafeWrap(Value) } };
}
