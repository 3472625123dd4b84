using System.Diagnostics;
using InfraFabric.Core.Ids;
using InfraFabric.Load.Peers;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd;
using InfraFabric.State.Etcd.Cluster;

namespace InfraFabric.Load.Etcd;

/// <summary>One etcd on the disk of this machine, and the two ways to it that are compared.</summary>
internal sealed class EtcdBench : IAsyncDisposable
{
    private readonly ServerProcess _server;

    private EtcdBench(ServerProcess server)
    {
        _server = server;
        Options = new EtcdOptions { Endpoints = [new Uri($"http://127.0.0.1:{server.Port}")] };
    }

    public EtcdOptions Options { get; }

    public static async Task<EtcdBench> StartAsync()
    {
        var peer = $"http://127.0.0.1:{ServerProcess.FreePort()}";
        var bench = new EtcdBench(await ServerProcess.StartAsync("etcd", (port, scratch) =>
        [
            "--data-dir", scratch.File("data"), "--listen-client-urls", $"http://127.0.0.1:{port}",
            "--advertise-client-urls", $"http://127.0.0.1:{port}", "--listen-peer-urls", peer,
            "--initial-advertise-peer-urls", peer, "--initial-cluster", $"default={peer}", "--logger=zap",
        ]));
        // The first call goes on until the server answers.
        await using var store = await EtcdStateStore.OpenAsync(bench.Options, TimeProvider.System);
        return bench;
    }

    /// <summary>The same connection that the store uses, without the store.</summary>
    public EtcdCaller NewRaw() => new(
        new EtcdEndpoints(Options.Endpoints, new EtcdTransport(null)), new EtcdLogin(null, null), Options.GiveUpAfter,
        TimeProvider.System);

    public static WitnessNote NewNote(long number) => new()
    {
        Trace = TraceToken.From(new Guid("0198a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b")),
        Actor = "if://agent/bench/1",
        Component = "load",
        Operation = "record.put",
        Subject = $"bench/{number}",
        Time = DateTimeOffset.UnixEpoch,
    };

    /// <summary>
    /// Lets committers commit one after the other, each its own key; adds their times, says how many a second.
    /// </summary>
    public static async Task<double> MeasureAsync(
        Latencies latencies, int committers, TimeSpan length, Func<Task> commit)
    {
        var start = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, committers).Select(async _ =>
        {
            var mine = new Latencies();
            while (Stopwatch.GetElapsedTime(start) < length)
            {
                var before = Stopwatch.GetTimestamp();
                await commit();
                mine.Add(before);
            }

            return mine;
        }));
        foreach (var mine in times)
            latencies.Add(mine);
        return times.Sum(t => t.Count) / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
