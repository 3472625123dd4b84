using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Api.Local;
using InfraFabric.Client;
using InfraFabric.Core.Ids;
using InfraFabric.Server.Hosting;
using InfraFabric.State.Contract;
using InfraFabric.State.Embedded;
using InfraFabric.Witness.Entries;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Tests;

/// <summary>A real server on a free port, with a home and an embedded state of its own.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("if-server-");
    private HomeLock? _lock;
    private bool _stopped;

    public FabricHome Home => new(Path.Combine(_folder.FullName, "home"));

    public IStateStore Store { get; private set; } = null!;

    public FabricServer Server { get; private set; } = null!;

    /// <summary>How many watches the server has of its own.</summary>
    public int Watchers { get; private set; }

    /// <summary>Calls over TCP, as anybody on this machine can.</summary>
    public HttpClient Tcp { get; private set; } = null!;

    /// <summary>Calls through the socket, as the owner of the home can.</summary>
    public HttpClient Owner { get; private set; } = null!;

    public async ValueTask InitializeAsync() => await StartAsync(await OpenStoreAsync());

    /// <summary>The embedded state of this fixture.</summary>
    public async Task<IStateStore> OpenStoreAsync() => await EmbeddedStateStore.OpenAsync(
        new EmbeddedOptions { Directory = Path.Combine(_folder.FullName, "data") }, TimeProvider.System);

    /// <summary>Starts a server over a store that the test brings.</summary>
    public async Task StartAsync(
        IStateStore store, TimeProvider? time = null, Func<ServerOptions, ServerOptions>? with = null,
        ILoggerProvider? log = null)
    {
        Store = store;
        _lock = HomeLock.Take(Home);
        var options = OptionsFor(Home);
        Server = await FabricServer.StartAsync(
            with is null ? options : with(options), _lock, Store, time ?? TimeProvider.System,
            logging => Keep(logging, log), CancellationToken.None);
        Watchers = store is EmbeddedStateStore ? (await store.GetStatsAsync()).Watchers!.Value : 0;
        Tcp = new HttpClient { BaseAddress = new Uri(Server.Info.Url) };
        Owner = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync })
        {
            BaseAddress = new Uri("http://localhost"),
        };
    }

    public static ServerOptions OptionsFor(FabricHome home) => new()
    {
        Home = home,
        Port = 0,
        Version = new VersionBody("1.2.3", "abc", "runtime", "platform"),
    };

    public ServerCaller NewCaller() =>
        new(ServerAddress.OfSocket(Home.Socket), TraceToken.New(new IdSource(TimeProvider.System)));

    public Task<long> PutAsync(string key, string value) => PutAsync(key, Encoding.UTF8.GetBytes(value));

    public async Task<long> PutAsync(string key, byte[] value)
    {
        var commit = new Commit([], [Write.Put(new RecordKey(key), value)], [Note()]);
        return (await Store.CommitAsync(commit)).Revision;
    }

    /// <summary>What is in the ledger, once all commits until now are.</summary>
    internal async Task<IReadOnlyList<LedgerEntry>> LedgerAsync()
    {
        while ((await Store.GetStatsAsync()).PendingNotes > 0)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        var ledger = Server.Witness.Store;
        var entries = new List<LedgerEntry>();
        while (await ledger.ReadEntriesAsync(entries.Count, 1024) is { Count: > 0 } more)
            entries.AddRange(more.Select(EntryForm.Read));
        return entries;
    }

    public static WitnessNote Note() => new()
    {
        Trace = TraceToken.From(Guid.Empty),
        Actor = "if://agent/tester/1",
        Component = "test",
        Operation = "test.put",
        Subject = "test",
        Time = DateTimeOffset.UnixEpoch,
    };

    /// <summary>The problem that an answer carries; fails if it carries none.</summary>
    public static async Task<Problem> ProblemOf(HttpResponseMessage response)
    {
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        return JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), ApiJson.Default.Problem)!;
    }

    public async Task StopAsync()
    {
        _stopped = true;
        await Server.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Tcp is not null)
        {
            Tcp.Dispose();
            Owner.Dispose();
            if (!_stopped)
                await StopAsync();
        }

        await Store.DisposeAsync();
        _lock?.Dispose();
        _folder.Delete(recursive: true);
    }

    private static void Keep(ILoggingBuilder logging, ILoggerProvider? log)
    {
        if (log is null)
            return;
        logging.SetMinimumLevel(LogLevel.Trace);
        logging.AddProvider(log);
    }

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Home.Socket), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
