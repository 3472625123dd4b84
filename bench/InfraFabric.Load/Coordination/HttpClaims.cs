using InfraFabric.Load.Http;

namespace InfraFabric.Load.Coordination;

/// <summary>Durable claims over HTTP on the embedded store: by one agent, by 64, in batches, with their ends.</summary>
internal static class HttpClaims
{
    public const int Agents = 64;
    private const int OneAgentSwarms = 20;
    private const int ClaimsPerSwarm = 900;
    private const int ClaimsPerAgent = 600;

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        var (empty, ping) = await EmptyEndpoint.MeasureAsync();
        await using var stage = await ClaimStage.StartAsync();
        await ManyAsync(stage, "warm", Agents * 300);
        var one = await OneAsync(stage);
        var many = await ManyAsync(stage, "agent", Agents * ClaimsPerAgent);
        var whole = await WholeAsync(stage);
        var (batches, perSecond) = await BatchesAsync(stage);
        return
        [
            new Row("durable claim over HTTP, one agent, embedded", $"{one}", $"ping {ping}",
                "p50 < 0.4 ms, p99 < 3 ms", one.P50 < 0.4 && one.P99 < 3),
            new Row($"durable claims over HTTP, {Agents} agents, embedded", $"{many}", $"empty endpoint {empty}",
                "≥ 50 % of the empty endpoint, p99 < 10 ms",
                many.PerSecond >= empty.PerSecond / 2 && many.P99 < 10),
            new Row($"claim and complete over HTTP, {Agents} agents, embedded", $"{whole} (calls; half are claims)",
                "-", "-", Reached: true),
            new Row("batch claims of 100, embedded", $"{perSecond:N0} tasks/s; calls {batches}", "-",
                "≥ 60,000 tasks/s", perSecond >= 60_000),
        ];
    }

    /// <summary>Claims until each of many agents has so many; none is refused.</summary>
    public static async Task<HttpLoadResult> ManyAsync(ClaimStage stage, string prefix, int claims)
    {
        var requests = new byte[Agents][];
        for (var i = 0; i < Agents; i++)
            requests[i] = stage.ClaimRequest($"{prefix}-{i}", await stage.RegisterAsync($"{prefix}-{i}"));
        await stage.AddTasksAsync(claims + 100);
        var before = ProcessTime.Of(stage.ProcessId);
        var nothing = 0;
        var result = (await HttpLoad.RunAsync(
            stage.Address, Agents, claims, i => requests[i],
            (_, _, body) => nothing += body.IndexOf("\"fence\":"u8) < 0 ? 1 : 0)).WithoutRefusals();
        if (nothing > 0)
            throw new InvalidOperationException($"{nothing} of {claims} claims got nothing.");
        var (user, system) = ProcessTime.Of(stage.ProcessId);
        var perCall = (User: (user - before.User).TotalMicroseconds / claims,
            System: (system - before.System).TotalMicroseconds / claims);
        Console.Error.WriteLine(FormattableString.Invariant(
            $"  {prefix}: the server takes {perCall.User:F1} + {perCall.System:F1} us of processor time a call"));
        return result;
    }

    private static async Task<HttpLoadResult> OneAsync(ClaimStage stage)
    {
        var requests = new byte[OneAgentSwarms][];
        for (var i = 0; i < OneAgentSwarms; i++)
            requests[i] = stage.ClaimRequest($"one-{i}", await stage.RegisterAsync($"one-{i}"));
        await stage.AddTasksAsync(OneAgentSwarms * ClaimsPerSwarm);
        var sent = 0;
        return (await HttpLoad.RunAsync(
            stage.Address, 1, OneAgentSwarms * ClaimsPerSwarm, _ => requests[sent++ / ClaimsPerSwarm]))
            .WithoutRefusals();
    }

    private static async Task<HttpLoadResult> WholeAsync(ClaimStage stage)
    {
        const int rounds = 100_000;
        var claims = new byte[Agents][];
        var next = new byte[]?[Agents];
        for (var i = 0; i < Agents; i++)
            claims[i] = stage.ClaimRequest($"whole-{i}", await stage.RegisterAsync($"whole-{i}", capacity: 2));
        await stage.AddTasksAsync(rounds);
        return (await HttpLoad.RunAsync(
            stage.Address, Agents, rounds * 2 - (Agents * 4), i => next[i] ?? claims[i],
            (i, _, body) => next[i] = next[i] is null ? stage.CompleteRequest(body) : null)).WithoutRefusals();
    }

    private static async Task<(HttpLoadResult Calls, double TasksPerSecond)> BatchesAsync(ClaimStage stage)
    {
        const int swarms = 64;
        const int connections = 8;
        const int calls = swarms * 9;
        var requests = new byte[swarms][];
        for (var i = 0; i < swarms; i++)
            requests[i] = stage.ClaimRequest($"batch-{i}", await stage.RegisterAsync($"batch-{i}"), count: 100);
        await stage.AddTasksAsync(calls * 100 + 1000);
        var sent = 0;
        var result = (await HttpLoad.RunAsync(stage.Address, connections, calls, _ => requests[sent++ % swarms]))
            .WithoutRefusals();
        return (result, result.PerSecond * 100);
    }
}
