using InfraFabric.Core.Ids;
using InfraFabric.Witness.Draining;
using InfraFabric.Witness.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Integration.Witness;

/// <summary>
/// Servers that take over from each other, one outbox, one PostgreSQL: whoever is killed, each note is in the ledger
/// once, in its order, under a tree that was signed.
/// </summary>
public sealed class PostgresSeatTests(ITestOutputHelper output)
{
    private const int Kills = 50;

    private static readonly TimeSpan Outage = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public async Task Kill_AtAnAppend_LeavesEachNoteOnceAndInOrder(string point)
    {
        await using var stage = await LedgerStage.SetAsync(TimeSpan.FromMinutes(8));
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var program = DrainProgram.Start(stage, $"server-{kill}", point, 1 + (kill % 4));
            await program.ShouldBeKilledAsync(stage.Token);
            await stage.FreeSeatAsync();
        }

        await using var last = DrainProgram.Start(stage, "last");
        output.WriteLine($"{Kills} kills, {await stage.AuditAsync()} entries");
    }

    [Fact]
    public async Task Outage_OfPostgres_LetsCommitsGoOnAndIsMadeUpFor()
    {
        await using var stage = await LedgerStage.SetAsync(TimeSpan.FromMinutes(5));
        await using var store = await PostgresLedgerStore.OpenAsync(stage.Postgres);
        await using var drain = OutboxDrain.Start(
            stage.State, store, stage.Options, "server", TimeProvider.System, new IdSource(TimeProvider.System), null,
            NullLogger.Instance);
        await stage.UntilAsync(() => Task.FromResult(drain.Ledger?.Head.Size > 100));

        await stage.Server.StopAsync();
        var before = stage.Committed;
        await Task.Delay(Outage, stage.Token);
        var during = stage.Committed - before;
        var (lag, problem) = (drain.Lag, drain.Problem);
        var pending = (await stage.State.GetStatsAsync(stage.Token)).PendingNotes;
        await stage.Server.StartAsync();
        var entries = await stage.AuditAsync();

        during.ShouldBeGreaterThan(100);
        pending.ShouldBeGreaterThanOrEqualTo(during);
        lag.ShouldBeGreaterThan(Outage / 2);
        problem.ShouldNotBeNull().ShouldContain("PostgreSQL");
        await stage.UntilAsync(() => Task.FromResult(drain.Lag == TimeSpan.Zero && drain.Problem is null));
        output.WriteLine($"{during} commits while it was away, {entries} entries");
    }
}
