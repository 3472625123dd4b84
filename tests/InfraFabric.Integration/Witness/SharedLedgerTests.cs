using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Witness;
using InfraFabric.Client;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Integration.Coordination;
using InfraFabric.Witness.Postgres;

namespace InfraFabric.Integration.Witness;

/// <summary>
/// Three servers with homes of their own, one etcd, one ledger in PostgreSQL: whoever is killed or frozen, and whatever
/// is stopped, each note is in the ledger once, in its order, under a tree that was signed with the one key.
/// </summary>
public sealed class SharedLedgerTests(ITestOutputHelper output)
{
    private const int Rounds = 3;

    // Longer than the lease by which a server keeps the writing to itself.
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(25);

    [Fact]
    public async Task Writer_KilledOrFrozen_IsFollowedByAnother()
    {
        await using var stage = await LedgerStage.SetAsync(TimeSpan.FromMinutes(4));
        await using var servers = new ServerSet([.. Enumerable.Range(0, 3).Select(_ => stage.NewServer())]);
        await servers.StartAsync();
        await using var store = await PostgresLedgerStore.OpenAsync(stage.Postgres, stage.Token);
        await stage.UntilDrainedAsync(store);
        for (var round = 0; round < Rounds; round++)
        {
            var killed = await WriterAsync(servers, stage);
            var began = TimeProvider.System.GetTimestamp();
            await killed.KillAsync();
            await stage.UntilDrainedAsync(store);
            output.WriteLine($"killed: {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s");
            await killed.StartAsync();

            var frozen = await WriterAsync(servers, stage);
            began = TimeProvider.System.GetTimestamp();
            frozen.Freeze();
            await stage.UntilDrainedAsync(store);
            output.WriteLine($"frozen: {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s");
            if (Frozen - TimeProvider.System.GetElapsedTime(began) is { Ticks: > 0 } rest)
                await Task.Delay(rest, stage.Token);
            // It comes back as one that believes to be the writer.
            frozen.Thaw();
            await stage.UntilDrainedAsync(store);
        }

        output.WriteLine($"{await stage.AuditAsync()} entries");
        foreach (var server in servers.Servers)
            server.Said.ShouldNotContain("This is a defect", customMessage: server.Said);
    }

    [Fact]
    public async Task Outage_OfPostgres_IsSeenAndMadeUpFor()
    {
        await using var stage = await LedgerStage.SetAsync(TimeSpan.FromMinutes(3));
        await using var servers = new ServerSet([.. Enumerable.Range(0, 2).Select(_ => stage.NewServer())]);
        await servers.StartAsync();
        await using var store = await PostgresLedgerStore.OpenAsync(stage.Postgres, stage.Token);
        await stage.UntilDrainedAsync(store);
        var server = await WriterAsync(servers, stage);

        await stage.Server.StopAsync();
        var before = stage.Committed;
        await Task.Delay(Outage, stage.Token);
        var during = stage.Committed - before;
        var stats = await StatsAsync(server, stage.Token);
        var ready = await Should.ThrowAsync<FabricException>(() => ReadyAsync(server, stage.Token));
        await stage.Server.StartAsync();
        await stage.UntilDrainedAsync(store);

        during.ShouldBeGreaterThan(100);
        stats.PendingNotes.ShouldBeGreaterThanOrEqualTo(during);
        stats.LagMs.ShouldBeGreaterThan((long)Outage.TotalMilliseconds / 2);
        stats.Problem.ShouldNotBeNull().ShouldContain("PostgreSQL");
        stats.Size.ShouldBeGreaterThan(0);
        ready.Why.ShouldContain("PostgreSQL");
        await stage.UntilAsync(async () => await IsReadyAsync(server, stage.Token));
        (await StatsAsync(server, stage.Token)).LagMs.ShouldBe(0);
        output.WriteLine($"{during} commits while it was away, {await stage.AuditAsync()} entries");
    }

    [Fact]
    public async Task Server_WithAnotherKey_WritesNothingUntilItHasTheOne()
    {
        await using var stage = await LedgerStage.SetAsync(TimeSpan.FromMinutes(3));
        using var another = SigningKey.Generate();
        await using var first = stage.NewServer();
        await first.StartAsync();
        await using var store = await PostgresLedgerStore.OpenAsync(stage.Postgres, stage.Token);
        await stage.UntilDrainedAsync(store);
        await using var other = stage.NewServer(another);
        await other.StartAsync();

        (await IsReadyAsync(other, stage.Token)).ShouldBeTrue();
        (await StatsAsync(other, stage.Token)).Problem.ShouldNotBeNull().ShouldContain("keys/witness.key");
        await first.KillAsync();
        await stage.UntilAsync(async () => !await IsReadyAsync(other, stage.Token));
        var size = (await store.LoadAsync(stage.Token)).Size;
        (await Should.ThrowAsync<FabricException>(() => ReadyAsync(other, stage.Token)))
            .Why.ShouldContain("keys/witness.key");
        (await StatsAsync(other, stage.Token)).PendingNotes.ShouldBeGreaterThan(0);

        await other.KillAsync();
        File.Copy(first.Home.WitnessKey, other.Home.WitnessKey, overwrite: true);
        await other.StartAsync();
        await stage.UntilDrainedAsync(store);

        (await store.LoadAsync(stage.Token)).Size.ShouldBeGreaterThan(size);
        output.WriteLine($"{await stage.AuditAsync()} entries");
    }

    [Fact]
    public async Task Server_WithoutTheKey_IsToldWhereToCopyItFrom()
    {
        await using var stage = await LedgerStage.SetAsync(TimeSpan.FromMinutes(3));
        await using var first = stage.NewServer();
        await first.StartAsync();
        await using var store = await PostgresLedgerStore.OpenAsync(stage.Postgres, stage.Token);
        await stage.UntilDrainedAsync(store);
        var writer = (await StatsAsync(first, stage.Token)).Writer!;
        await using var second = stage.NewServerWithoutKey();

        await Should.ThrowAsync<InvalidOperationException>(second.StartAsync);

        (await second.ExitCodeAsync()).ShouldNotBe(0);
        second.Said.ShouldContain("keys/witness.key");
        second.Said.ShouldContain(writer);
        File.Exists(second.Home.WitnessKey).ShouldBeFalse();
    }

    /// <summary>The server that writes the ledger, of those that run.</summary>
    private static async Task<ServerProgram> WriterAsync(ServerSet servers, LedgerStage stage)
    {
        while (true)
        {
            foreach (var server in servers.Servers)
            {
                if ((await StatsAsync(server, stage.Token)).IsWriter)
                    return server;
            }

            await Task.Delay(50, stage.Token);
        }
    }

    private static async Task<WitnessStatsBody> StatsAsync(ServerProgram server, CancellationToken cancellationToken)
    {
        using var caller = Caller(server);
        return await caller.GetAsync(WitnessCalls.Stats.Path, ApiJson.Default.WitnessStatsBody, cancellationToken);
    }

    private static async Task ReadyAsync(ServerProgram server, CancellationToken cancellationToken)
    {
        using var caller = Caller(server);
        await caller.GetAsync(OpenCalls.Ready.Path, ApiJson.Default.HealthBody, cancellationToken);
    }

    private static async Task<bool> IsReadyAsync(ServerProgram server, CancellationToken cancellationToken)
    {
        try
        {
            await ReadyAsync(server, cancellationToken);
            return true;
        }
        catch (FabricException notReady) when (notReady.Error == ErrorTable.NotReady)
        {
            return false;
        }
    }

    private static ServerCaller Caller(ServerProgram server) => new(
        ServerAddress.OfSocket(server.Home.Socket), TraceToken.New(new IdSource(TimeProvider.System)));
}
