using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd;
using InfraFabric.State.Etcd.Cluster;

namespace InfraFabric.Load.Etcd;

/// <summary>One etcd on the disk of this machine, and the two ways to it that are compared.</summary>
internal sealed class EtcdBench : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("if-etcd-");
    private readonly Process _process;

    private EtcdBench()
    {
        Options = new EtcdOptions { Endpoints = [new Uri($"http://127.0.0.1:{FreePort()}")] };
        var (client, peer) = ($"http://127.0.0.1:{Options.Endpoints[0].Port}", $"http://127.0.0.1:{FreePort()}");
        _process = Process.Start("etcd",
        [
            "--data-dir", Path.Combine(_folder.FullName, "data"), "--listen-client-urls", client,
            "--advertise-client-urls", client, "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
            "--initial-cluster", $"default={peer}", "--logger=zap",
            $"--log-outputs={Path.Combine(_folder.FullName, "log")}",
        ]);
    }

    public EtcdOptions Options { get; }

    public static async Task<EtcdBench> StartAsync()
    {
        var bench = new EtcdBench();
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

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
