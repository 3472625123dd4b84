using InfraFabric.Api.Local;
using InfraFabric.Server.Hosting;
using InfraFabric.State.Contract;

namespace InfraFabric.Server.Tests.Identity;

/// <summary>Another server, with a home of its own, over a store that is there already.</summary>
internal sealed class SecondServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("if-second-");
    private HomeLock _lock = null!;

    public FabricHome Home => new(_folder.FullName);

    public FabricServer Server { get; private set; } = null!;

    public HttpClient Tcp { get; private set; } = null!;

    public static async Task<SecondServer> StartAsync(IStateStore store, TimeProvider? time = null)
    {
        var second = new SecondServer();
        second._lock = HomeLock.Take(second.Home);
        second.Server = await FabricServer.StartAsync(
            ServerFixture.OptionsFor(second.Home), second._lock, store, time ?? TimeProvider.System, _ => { },
            CancellationToken.None);
        second.Tcp = new HttpClient { BaseAddress = new Uri(second.Server.Info.Url) };
        return second;
    }

    public async ValueTask DisposeAsync()
    {
        Tcp.Dispose();
        await Server.DisposeAsync();
        _lock.Dispose();
        _folder.Delete(recursive: true);
    }
}
