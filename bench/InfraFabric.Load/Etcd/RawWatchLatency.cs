using System.Diagnostics;
using Google.Protobuf;
using InfraFabric.State.Etcd;
using InfraFabric.State.Etcd.Cluster;
using InfraFabric.State.Etcd.Grpc;
using InfraFabric.State.Etcd.Protos;

namespace InfraFabric.Load.Etcd;

/// <summary>From putting a key into etcd to a watcher's hands, one at a time; durable.</summary>
internal static class RawWatchLatency
{
    private const int Puts = 5_000;
    private const int WarmUp = 500;
    private static readonly ByteString Key = KeyLayout.Bytes("/raw/watched");
    private static readonly byte[] Value = new byte[300];

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var bench = await EtcdBench.StartAsync();
        using var caller = bench.NewRaw();
        using var stop = new CancellationTokenSource();
        await using var watch = await caller.OpenAsync(caller.Endpoints.Current, EtcdMethods.Watch, stop.Token);
        await watch.SendAsync(new WatchRequest { CreateRequest = new WatchCreateRequest { Key = Key } }, stop.Token);
        while (!(await watch.ReceiveAsync(stop.Token)).Created)
        {
            // The first answer says that the watch is there.
        }

        var latencies = new Latencies();
        for (var put = 0; put < WarmUp + Puts; put++)
        {
            var start = Stopwatch.GetTimestamp();
            var putting = PutAsync(caller);
            await SeeAsync(watch, stop.Token);
            if (put >= WarmUp)
                latencies.Add(start);
            await putting;
        }

        await stop.CancelAsync();
        return
        [
            Row.OfPeer("etcd, put → watcher, one at a time",
                $"p50 {latencies.At(0.5).TotalMicroseconds:F0} µs, p99 {latencies.At(0.99).TotalMicroseconds:F0} µs"),
        ];
    }

    private static async Task PutAsync(EtcdCaller caller)
    {
        var request = new TxnRequest();
        var put = new PutRequest { Key = Key, Value = UnsafeByteOperations.UnsafeWrap(Value) };
        request.Success.Add(new RequestOp { RequestPut = put });
        await caller.AttemptAsync(EtcdMethods.Txn, request, CancellationToken.None);
    }

    private static async Task SeeAsync(GrpcStream<WatchRequest, WatchResponse> watch, CancellationToken stop)
    {
        while ((await watch.ReceiveAsync(stop)).Events.Count == 0)
        {
            // Only an event is a change.
        }
    }
}
