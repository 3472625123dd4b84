using System.Diagnostics;
using InfraFabric.Api.Calls;
using InfraFabric.Load.Http;

namespace InfraFabric.Load.Coordination;

/// <summary>
/// From sending a task to a waiting agent having it, and from a blocker to the orchestrator: over HTTP and event
/// streams, with few and with 10,000 streams connected; and what an idle stream takes of memory.
/// </summary>
internal static class PushLatency
{
    private const int Pushes = 2000;
    private const int Blocks = 1000;
    private const int ManyStreams = 10_000;

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var stage = await ClaimStage.StartAsync();
        var few = await PushAsync(stage, "few");
        var blocked = await BlockAsync(stage);
        var sessions = new long[ManyStreams];
        for (var i = 0; i < ManyStreams; i++)
            sessions[i] = await stage.RegisterAsync($"idle-{i}", 1, $"idle:{i % 100}");
        var many = new Latencies();
        var bytes = await ProcessMemory.GrowthAsync(stage.ProcessId, async () =>
        {
            var streams = await IdleConnections.OpenAsync(
                stage.Address, ManyStreams, 200,
                i => EventSocket.RequestOf(
                    SwarmCalls.Events.For($"idle-{i}") + $"?session={sessions[i]}", stage.Token));
            many = await PushAsync(stage, "many");
            return streams;
        });
        var perStream = bytes / 1024.0 / ManyStreams;
        return
        [
            RowOf("task added → pushed to a waiting agent", few, "-", 0.6, 3),
            RowOf($"the same with {ManyStreams:N0} streams connected", many, "-", null, 10),
            RowOf("blocker → orchestrator", blocked, "62 s before, as required", null, 10),
            new Row("memory of a connected idle agent", $"{perStream:F1} KiB", "-", "< 25 KiB", perStream < 25),
        ];
    }

    private static Row RowOf(string figure, Latencies took, string peer, double? p50, double p99)
    {
        var (half, most) = (took.At(0.5).TotalMilliseconds, took.At(0.99).TotalMilliseconds);
        return new Row(figure, $"p50 {half:F3} ms, p99 {most:F2} ms", peer,
            p50 is null ? $"p99 < {p99} ms" : $"p50 < {p50} ms, p99 < {p99} ms",
            (p50 is null || half < p50) && most < p99);
    }

    /// <summary>Each task is pushed, claimed and completed before the next is added.</summary>
    private static async Task<Latencies> PushAsync(ClaimStage stage, string name)
    {
        var swarm = $"push-{name}";
        var session = await stage.RegisterAsync(swarm, 10, $"push:{name}");
        using var events = EventSocket.Open(
            stage.Address, SwarmCalls.Events.For(swarm) + $"?session={session}", stage.Token);
        using var calls = HttpConnection.Open(stage.Address);
        var add = HttpRequests.Post(
            TaskCalls.Add.Path, $$"""{"type":"bench","requires":["push:{{name}}"]}""", stage.Token);
        var claim = stage.ClaimRequest(swarm, session);
        var latencies = new Latencies();
        await Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < Pushes; i++)
                {
                    var start = Stopwatch.GetTimestamp();
                    calls.Send(add);
                    latencies.AddTicks(events.WaitFor("event: assigned") - start);
                    calls.Receive();
                    calls.Send(claim);
                    var complete = stage.CompleteRequest(calls.Receive().Span);
                    calls.Send(complete!);
                    calls.Receive();
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return latencies;
    }

    private static async Task<Latencies> BlockAsync(ClaimStage stage)
    {
        var boss = await stage.RegisterAsync("boss", 1, "lead:orchestrator");
        var session = await stage.RegisterAsync("blocked", ClaimStage.Capacity, "push:blocked");
        await stage.AddTasksAsync(Blocks + 100, "push:blocked");
        using var events = EventSocket.Open(
            stage.Address, SwarmCalls.Events.For("boss") + $"?session={boss}", stage.Token);
        using var calls = HttpConnection.Open(stage.Address);
        var claim = stage.ClaimRequest("blocked", session);
        var latencies = new Latencies();
        await Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < Blocks - 10; i++)
                {
                    calls.Send(claim);
                    var (task, fence) = ClaimStage.ClaimIn(calls.Receive().Span)!.Value;
                    var block = HttpRequests.Post(
                        ClaimCalls.Block.For(task), $$"""{"fence":{{fence}},"reason":"r"}""", stage.Token);
                    var start = Stopwatch.GetTimestamp();
                    calls.Send(block);
                    latencies.AddTicks(events.WaitFor("event: blocker") - start);
                    calls.Receive();
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return latencies;
    }
}
