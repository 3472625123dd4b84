using InfraFabric.State.Etcd;

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

    /// <summary>Starts members, and waits until they listen. Elections are quick, so that tests of them are.</summary>
    public static async Task<EtcdCluster> StartAsync(int members, params string[] arguments)
    {
        EtcdProgram.Require("etcd");
        var cluster = new EtcdCluster();
        var scheme = arguments.Any(a => a.StartsWith("--cert-file", StringComparison.Ordinal)) ? "https" : "http";
        var names = Enumerable.Range(0, members).Select(i => $"m{i}").ToList();
        var peers = names.Select(_ => new Uri($"http://127.0.0.1:{EtcdMember.FreePort()}")).ToList();
        var initial = string.Join(',', names.Zip(peers, (name, peer) => $"{name}={Plain(peer)}"));
        for (var i = 0; i < members; i++)
        {
            var client = new Uri($"{scheme}://127.0.0.1:{EtcdMember.FreePort()}");
            cluster.Members.Add(new EtcdMember(cluster.Folder, names[i], client, peers[i],
            [
                "--name", names[i], "--data-dir", Path.Combine(cluster.Folder, names[i]),
                "--listen-client-urls", Plain(client), "--advertise-client-urls", Plain(client),
                "--listen-peer-urls", Plain(peers[i]), "--initial-advertise-peer-urls", Plain(peers[i]),
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

    public async ValueTask DisposeAsync()
    {
        foreach (var member in Members)
            await member.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string Plain(Uri uri) => uri.GetLeftPart(UriPartial.Authority);
}
