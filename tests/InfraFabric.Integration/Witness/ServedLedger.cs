using System.Net;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Ids;
using InfraFabric.Server.Hosting;
using InfraFabric.Server.Witness;
using InfraFabric.State.Contract;
using InfraFabric.Witness;
using InfraFabric.Witness.Sqlite;
using InfraFabric.Witness.Verifying;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Integration.Witness;

/// <summary>A ledger in a temporary folder, and its tiles over HTTP.</summary>
internal sealed class ServedLedger : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("if-ledger-");
    private readonly SigningKey _key = SigningKey.Generate();
    private readonly SqliteLedgerStore _store;
    private readonly WebApplication _app;

    private ServedLedger()
    {
        _store = SqliteLedgerStore.Open(PathOf("store"));
        Options = new LedgerOptions { Origin = "test.example/ledger", Keys = [_key] };
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<ErrorBoundary>();
        _app = builder.Build();
        _app.Use(_app.Services.GetRequiredService<ErrorBoundary>().InvokeAsync);
        _app.UseRouting();
        new TileEndpoints(new StoreLog(_store, [.. Options.NoteKeys]), TimeProvider.System).Map(_app);
    }

    public LedgerOptions Options { get; }

    public SqliteLedgerStore Store => _store;

    public Ledger Ledger { get; private set; } = null!;

    public string Url => _app.Urls.First();

    /// <summary>The key by which the ledger is verified.</summary>
    public string Key => Options.NoteKeys.First().ToString();

    public static async Task<ServedLedger> StartAsync()
    {
        var served = new ServedLedger();
        served.Ledger = await Ledger.OpenAsync(served._store, served.Options, chance: null, NullLogger.Instance);
        await served._app.StartAsync();
        return served;
    }

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Appends entries until there are so many, and returns a file with the checkpoint of that size.</summary>
    public async Task<string> GrowAsync(int size)
    {
        while (Ledger.Head.Size < size)
        {
            var from = (int)Ledger.Head.Size;
            var count = Math.Min(LedgerLimits.MaxBatch, size - from);
            await Ledger.AppendAsync([.. Enumerable.Range(from, count).Select(NoteAt)]);
        }

        var file = PathOf($"{size}.checkpoint");
        await File.WriteAllTextAsync(file, Ledger.Head.Checkpoint);
        return file;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Ledger.DisposeAsync();
        await _store.DisposeAsync();
        _key.Dispose();
        _folder.Delete(recursive: true);
    }

    private static PositionedNote NoteAt(int index) => new(new NotePosition(index + 1, 0), new WitnessNote
    {
        Trace = TraceToken.From(Guid.Empty),
        Actor = $"if://agent/a{index % 7}/0",
        Component = "test",
        Operation = "test.put",
        Subject = $"some/{index}",
        Time = DateTimeOffset.UnixEpoch.AddSeconds(index),
    });
}
