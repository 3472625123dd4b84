using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace InfraFabric.Cli.Tests.Program;

/// <summary>A real etcd of one member, on free ports, with its data in a temporary folder.</summary>
internal sealed class EtcdServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("if-etcd-");
    private readonly Process _process;

    private EtcdServer()
    {
        Endpoint = $"127.0.0.1:{FreePort()}";
        var (client, peer) = ($"http://{Endpoint}", $"http://127.0.0.1:{FreePort()}");
        // It talks much, and nobody reads it.
        _process = Process.Start(new ProcessStartInfo("bash",
        [
            "-c", """exec etcd "$@" >"$0" 2>&1""", Path.Combine(_folder.FullName, "log"),
            "--data-dir", Path.Combine(_folder.FullName, "data"),
            "--listen-client-urls", client, "--advertise-client-urls", client,
            "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster", $"default={peer}",
        ]))!;
    }

    /// <summary>Where it is, as <c>--etcd</c> takes it.</summary>
    public string Endpoint { get; }

    public static async Task<EtcdServer> StartAsync()
    {
        var server = new EtcdServer();
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                await http.GetStringAsync($"http://{server.Endpoint}/health", patience.Token);
                return server;
            }
            catch (HttpRequestException)
            {
                await Task.Yield();
            }
        }
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
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
