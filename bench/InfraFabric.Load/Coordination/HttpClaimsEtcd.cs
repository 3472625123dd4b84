using InfraFabric.Load.Etcd;
using InfraFabric.Load.Http;
using InfraFabric.Load.Peers;

namespace InfraFabric.Load.Coordination;

/// <summary>
/// Durable claims over HTTP by 64 agents with the state on etcd. A raw transaction for each claim, by as many callers,
/// takes turns with them on the same etcd; it was measured on an empty one, too, and the faster of the two is the peer.
/// </summary>
internal static class HttpClaimsEtcd
{
    private const int Claims = HttpClaims.Agents * 600;
    private const int RawTasks = 30_000;

    public static async Task<IReadOnlyList<Row>> RunAsync(Effort effort)
    {
        var alone = await RawClaims.MeasureAsync();
        await using var etcd = await EtcdBench.StartAsync();
        using var caller = etcd.NewRaw();
        await using var stage = await ClaimStage.StartAsync(
            "--backend", "etcd", "--etcd", etcd.Options.Endpoints[0].Authority);
        var rounds = new List<(QueueRate Raw, HttpLoadResult Ours)>();
        for (var round = 0; round <= Effort.Rounds; round++)
        {
            await ProcessTime.UntilIdleAsync(stage.ProcessId);
            var before = ProcessTime.Of(stage.ProcessId);
            var raw = await RawClaims.RoundAsync(caller, $"{round}", effort.Of(RawTasks));
            var (user, system) = ProcessTime.Of(stage.ProcessId);
            var idle = user + system - before.User - before.System;
            var ours = await HttpClaims.ManyAsync(stage, $"etcd-{round}", effort.Of(Claims));
            Console.Error.WriteLine(
                $"  round {round}: {ours}; raw {raw}, our server {idle.TotalSeconds:F1} s of processor time in it");
            // The first round warms up.
            if (round > 0)
                rounds.Add((raw, ours));
        }

        return [RowOf(rounds, alone)];
    }

    private static Row RowOf(List<(QueueRate Raw, HttpLoadResult Ours)> rounds, QueueRate alone)
    {
        var ours = Rates.Of(rounds.Select(round => round.Ours));
        var raw = Rates.Of(rounds.Select(round => round.Raw));
        var ratio = Spread.Of(rounds.Select(
            round => round.Ours.PerSecond / Math.Max(round.Raw.PerSecond, alone.PerSecond)));
        return new Row(
            $"durable claims over HTTP, {HttpClaims.Agents} agents, etcd", $"{ratio.ToString("F1")} × raw: {ours}",
            $"a transaction for each: {raw}; on an empty etcd {alone}", "≥ 2 × raw", ratio.Median >= 2);
    }
}
