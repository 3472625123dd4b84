using InfraFabric.State.Etcd;
using InfraFabric.State.Etcd.Cluster;
using InfraFabric.State.Etcd.Grpc;
using InfraFabric.State.Etcd.Protos;

namespace InfraFabric.Integration.Etcd;

/// <summary>A cluster of etcd processes in a temporary folder, on free ports of this machine.</summary>
public sealed class EtcdCluster : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("if-etcd-");
    private int _stores;

    private EtcdCluster()
    {
    }

    public List<EtcdMember> Members { get; } = [];

    public string Folder => _folder.FullName;

    /// <summary>Starts members on loopback, and waits until they listen.</summary>
    public static Task<EtcdCluster> StartAsync(int members, params string[] arguments) =>
        StartAsync(members, null, arguments);

    /// <summary>Starts each member in a network of its own, which can be cut.</summary>
    internal static async Task<EtcdCluster> StartAsync(int members, SplitNetwork? network, params string[] arguments)
    {
        EtcdProgram.Require("etcd");
        var cluster = new EtcdCluster();
        var scheme = arguments.Any(a => a.StartsWith("--cert-file", StringComparison.Ordinal)) ? "https" : "http";
        var hosts = Enumerable.Range(0, members).Select(i => network?.AddressOf(i) ?? "127.0.0.1").ToList();
        var peers = hosts.Select(host => $"http://{host}:{EtcdMember.FreePort()}").ToList();
        var initial = string.Join(',', peers.Select((peer, i) => $"m{i}={peer}"));
        for (var i = 0; i < members; i++)
        {
            var client = $"{scheme}://{hosts[i]}:{EtcdMember.FreePort()}";
            cluster.Members.Add(new EtcdMember(cluster.Folder, $"m{i}", new Uri(client),
            [
                .. network?.CommandIn(i) ?? [], EtcdProgram.Find("etcd")!,
                "--name", $"m{i}", "--data-dir", Path.Combine(cluster.Folder, $"m{i}"),
                "--listen-client-urls", client, "--advertise-client-urls", client,
                "--listen-peer-urls", peers[i], "--initial-advertise-peer-urls", peers[i],
                "--initial-cluster", initial, "--initial-cluster-state", "new", .. arguments,
            ]));
        }

        foreach (var member in cluster.Members)
            member.Start();
        foreach (var member in cluster.Members)
            await member.WaitUntilListeningAsync();
        return cluster;
    }

    /// <summary>Where the cluster is; each call names keys that no one else uses.</summary>
    public EtcdOptions NewOptions() => new()
    {
        Endpoints = [.. Members.Select(m => m.Client)],
        Prefix = $"/test/{Interlocked.Increment(ref _stores)}/",
    };

    /// <summary>The place of the member that leads, once there is one other than the given.</summary>
    public async Task<int> FindLeaderAsync(CancellationToken cancellationToken, int? otherThan = null)
    {
        while (true)
        {
            for (var i = 0; i < Members.Count; i++)
            {
                if (i != otherThan && await LeadsAsync(Members[i], cancellationToken))
                    return i;
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in Members)
            await member.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task<bool> LeadsAsync(EtcdMember member, CancellationToken cancellationToken)
    {
        using var transport = new EtcdTransport(null);
        using var channel = transport.Connect(member.Client);
        try
        {
            var status = await channel.CallAsync(EtcdMethods.Status, new StatusRequest(), null, cancellationToken);
            return status.Leader == status.Header.MemberId;
        }
        catch (GrpcException)
        {
            return false;
        }
    }
}
