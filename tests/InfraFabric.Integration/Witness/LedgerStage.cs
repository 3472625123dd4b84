using InfraFabric.Api.Local;
using InfraFabric.Core.Crypto;
using InfraFabric.Integration.Coordination;
using InfraFabric.Integration.Etcd;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd;
using InfraFabric.Witness;
using InfraFabric.Witness.Conformance;
using InfraFabric.Witness.Postgres;
using InfraFabric.Witness.Storage;
using InfraFabric.Witness.Verifying;
using Npgsql;

namespace InfraFabric.Integration.Witness;

/// <summary>An etcd, a PostgreSQL, somebody who commits all the while, and what must have come of it.</summary>
internal sealed class LedgerStage : IAsyncDisposable
{
    private const string Written = "put.";

    private static readonly RecordKey Seat = new("witness/sequencer");

    private readonly EtcdCluster _cluster;
    private readonly SigningKey _key = SigningKey.FromSeed(new byte[32]);
    private readonly CancellationTokenSource _enough = new();
    private readonly CancellationTokenSource _patience;
    private int _committed;
    private Task _committing = Task.CompletedTask;

    private LedgerStage(
        EtcdCluster cluster, EtcdOptions etcd, PostgresServer server, string postgres, IStateStore state,
        TimeSpan patience)
    {
        (_cluster, Etcd, Server, Postgres, State) = (cluster, etcd, server, postgres, state);
        _patience = new CancellationTokenSource(patience);
        Options = new LedgerOptions { Origin = "test.example/ledger", Keys = [_key] };
    }

    public EtcdOptions Etcd { get; }

    public PostgresServer Server { get; }

    public string Postgres { get; }

    public IStateStore State { get; }

    public LedgerOptions Options { get; }

    public CancellationToken Token => _patience.Token;

    /// <summary>Commits so far.</summary>
    public int Committed => Volatile.Read(ref _committed);

    public static async Task<LedgerStage> SetAsync(TimeSpan patience)
    {
        var server = await PostgresServer.MakeAsync();
        var cluster = await EtcdCluster.StartAsync(1);
        var etcd = cluster.NewOptions();
        var stage = new LedgerStage(
            cluster, etcd, server, await server.NewDatabaseAsync(),
            await EtcdStateStore.OpenAsync(etcd, TimeProvider.System), patience);
        stage._committing = stage.CommitAsync();
        return stage;
    }

    /// <summary>A server over the two, not started, with a key for the ledger: this stage's, if not another.</summary>
    public ServerProgram NewServer(SigningKey? key = null)
    {
        var server = NewServerWithoutKey();
        FabricHome.CreatePrivateFolder(server.Home.KeysFolder);
        KeyFile.Create(server.Home.WitnessKey, key ?? _key);
        return server;
    }

    public ServerProgram NewServerWithoutKey()
    {
        var to = new NpgsqlConnectionStringBuilder(Postgres);
        var server = new ServerProgram("coordinator", "start");
        server.Configure($"""
            backend: etcd
            etcd:
              endpoints:
                - {Etcd.Endpoints[0].Authority}
              prefix: {Etcd.Prefix}
            witness:
              backend: postgres
              origin: {Options.Origin}
              postgres:
                host: {to.Host}
                port: {to.Port}
                database: {to.Database}
                user: {to.Username}

            """);
        return server;
    }

    /// <summary>Takes the seat from a server that is gone, as the end of its lease would a little later.</summary>
    public async Task FreeSeatAsync() =>
        await State.CommitAsync(new Commit([], [Write.Delete(Seat)], [SomeNotes.Of("if://agent/t/0", "free")]), Token);

    public async Task UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
            await Task.Delay(50, Token);
    }

    /// <summary>Ends the commits, lets the ledger take the rest, and reads all of it; how many entries.</summary>
    public async Task<int> AuditAsync()
    {
        await _enough.CancelAsync();
        await _committing;
        await using var store = await PostgresLedgerStore.OpenAsync(Postgres, Token);
        await UntilDrainedAsync(store);
        await ShouldHoldAsync(store);
        var entries = await LedgerAudit.ReadAsync(store, Options, Token);
        entries.Select(entry => entry.Position).Order().ShouldBe(entries.Select(entry => entry.Position));
        entries.Select(entry => entry.Position).Distinct().Count().ShouldBe(entries.Count);
        entries.Select(entry => entry.Operation)
            .Where(operation => operation.StartsWith(Written, StringComparison.Ordinal))
            .ShouldBe(Enumerable.Range(0, Committed).Select(i => $"{Written}{i}"));
        return entries.Count;
    }

    /// <summary>Waits until all that is committed by now is in the ledger.</summary>
    public async Task UntilDrainedAsync(ILedgerStore store)
    {
        // A commit without notes, such as that which removes what was drained, is never in the ledger.
        var revision = (await State.GetStatsAsync(Token)).Revision;
        await UntilAsync(async () => (await store.LoadAsync(Token)).Drained.Revision >= revision
            || (await State.GetStatsAsync(Token)).PendingNotes == 0);
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await _committing;
        await State.DisposeAsync();
        await _cluster.DisposeAsync();
        await Server.DisposeAsync();
        _key.Dispose();
        _patience.Dispose();
        _enough.Dispose();
    }

    // What anybody would find who was given no more than what is served.
    private async Task ShouldHoldAsync(ILedgerStore store)
    {
        var log = new StoreLog(store, [.. Options.NoteKeys]);
        // The notes of this stage are all of one moment, and those of servers are not.
        var audit = new LogAudit(
            log, new AuditOptions { Keys = [.. Options.NoteKeys], Skew = TimeSpan.FromDays(10_000) });
        (await audit.RunAsync(Token)).Fault.ShouldBeNull();
    }

    private async Task CommitAsync()
    {
        while (!_enough.IsCancellationRequested)
        {
            var note = SomeNotes.Of($"if://agent/a{_committed % 5}/0", $"{Written}{_committed}");
            var outcome = await State.CommitAsync(
                new Commit([], [Write.Put(new RecordKey($"some/{_committed % 100}"), new byte[] { 1 })], [note]));
            outcome.Succeeded.ShouldBeTrue();
            Interlocked.Increment(ref _committed);
            await Task.Delay(2);
        }
    }
}
