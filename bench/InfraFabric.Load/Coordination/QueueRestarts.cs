using System.Diagnostics;
using InfraFabric.Load.Http;

namespace InfraFabric.Load.Coordination;

/// <summary>How long a server with a long queue is away when it starts again: after a stop, and after a kill.</summary>
internal static class QueueRestarts
{
    private static readonly byte[] Question = HttpRequests.Get("/readyz");

    public static async Task<IReadOnlyList<Row>> RunAsync(ClaimStage stage, byte[] claim, int tasks)
    {
        var stopped = await RowAsync(stage, claim, tasks, inGoodOrder: true);
        var killed = await RowAsync(stage, claim, tasks, inGoodOrder: false);
        var bytes = await ProcessMemory.SettledAsync(stage.ProcessId);
        var memory = new Row(
            $"memory of the server with {tasks:N0} ready tasks, started again", $"{bytes >> 20:N0} MiB", "-", "-",
            Reached: true);
        return [stopped, killed, memory];
    }

    private static async Task<Row> RowAsync(ClaimStage stage, byte[] claim, int tasks, bool inGoodOrder)
    {
        var rounds = new List<(double Ended, double Ready, double Claimed)>();
        for (var round = 0; round < Effort.Rounds; round++)
        {
            var (ended, listening) = await stage.RestartAsync(inGoodOrder);
            var start = Stopwatch.GetTimestamp();
            var (ready, claimed) = await UntilClaimedAsync(stage, claim, start);
            await stage.RequireReadyAsync(tasks);
            rounds.Add((ended.TotalSeconds, (listening + ready).TotalSeconds, (listening + claimed).TotalSeconds));
        }

        return new Row(
            $"start again with {tasks:N0} ready tasks, after a {(inGoodOrder ? "stop" : "kill")}",
            $"ready after {Spread.Of(rounds.Select(r => r.Ready)).ToString("F2")} s, first claim after "
            + $"{Spread.Of(rounds.Select(r => r.Claimed)).ToString("F2")} s, ended within "
            + $"{Spread.Of(rounds.Select(r => r.Ended)).ToString("F2")} s",
            "-", "-", Reached: true);
    }

    /// <summary>Waits until the server is ready, then claims a task, completes it, and adds one in its place.</summary>
    private static async Task<(TimeSpan Ready, TimeSpan Claimed)> UntilClaimedAsync(
        ClaimStage stage, byte[] claim, long start)
    {
        while ((await HttpLoad.RunAsync(stage.Address, 1, 1, _ => Question)).Answers == 0)
            await Task.Delay(1);
        var ready = Stopwatch.GetElapsedTime(start);
        using var connection = HttpConnection.Open(stage.Address);
        connection.Send(claim);
        var complete = stage.CompleteRequest(connection.Receive().Span);
        var claimed = Stopwatch.GetElapsedTime(start);
        connection.Send(complete ?? throw new InvalidOperationException("The first claim got nothing."));
        connection.Receive();
        connection.Send(stage.AddOneRequest());
        connection.Receive();
        return (ready, claimed);
    }
}
