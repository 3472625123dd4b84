using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Local;
using InfraFabric.Api.Witness;
using InfraFabric.Core.Config;
using InfraFabric.Core.Config.Witness;
using InfraFabric.Core.Crypto;
using InfraFabric.Witness.Notes;
using Keys = InfraFabric.Server.Witness.Cosigning.CosignerKey;

namespace InfraFabric.Server.Tests.Witness;

/// <summary>A server whose keys and address are known before it starts.</summary>
internal sealed class CosigningServer
{
    private readonly int _port = FreePort();

    public CosigningServer(string origin)
    {
        FabricHome.CreatePrivateFolder(Server.Home.Folder);
        FabricHome.CreatePrivateFolder(Server.Home.KeysFolder);
        LogSecret = SigningKey.Generate();
        KeyFile.Create(Server.Home.WitnessKey, LogSecret);
        LogKey = NoteKey.Of(origin, NoteKeyKind.Ed25519, LogSecret.VerifyKey);
        using var cosigner = Keys.Take(Server.Home);
        CosignerKey = Keys.NoteKeyOf(cosigner);
    }

    public ServerFixture Server { get; } = new();

    public SigningKey LogSecret { get; }

    public NoteKey LogKey { get; }

    public NoteKey CosignerKey { get; }

    public async Task StartAsync(IReadOnlyList<NoteKey> cosigns, CosigningServer? cosigner)
    {
        var cosigners = new Dictionary<string, WitnessCosignerConfig>();
        if (cosigner is not null)
        {
            cosigners["other"] = new WitnessCosignerConfig(
                new Uri($"http://127.0.0.1:{cosigner._port}"), cosigner.CosignerKey.ToString());
        }

        await Server.StartAsync(await Server.OpenStoreAsync(), with: options => options with
        {
            Port = _port,
            Witness = FabricConfig.Load(Server.Home.Folder).Witness with
            {
                Origin = LogKey.Name,
                Cosigns = [.. cosigns.Select(key => key.ToString())],
                Cosigners = cosigners,
                CosignEvery = TimeSpan.FromMilliseconds(100),
            },
        });
    }

    public async Task<SignedNote> CheckpointAsync(ApiCall call)
    {
        SignedNote.TryParse(await Server.Tcp.GetByteArrayAsync(call.Path), out var note).ShouldBeTrue();
        return note;
    }

    public async Task<WitnessStatsBody> StatsWhenAsync(Func<WitnessStatsBody, bool> isSo)
    {
        while (true)
        {
            var text = await Server.Owner.GetStringAsync(
                WitnessCalls.Stats.Path, TestContext.Current.CancellationToken);
            var stats = JsonSerializer.Deserialize(text, ApiJson.Default.WitnessStatsBody)!;
            if (isSo(stats))
                return stats;
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
