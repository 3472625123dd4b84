using InfraFabric.Load.Http;

namespace InfraFabric.Load.Coordination;

/// <summary>Durable claims over HTTP on the embedded store: by one agent, by 64, in batches, with their ends.</summary>
internal static class HttpClaims
{
    public const int Agents = 64;
    private const int OneAgentSwarms = 24;
    private const int ClaimsPerSwarm = 900;
    private const int ClaimsPerAgent = 600;

    public static async Task<IReadOnlyList<Row>> RunAsync(Effort effort)
    {
        var (empty, ping) = await EmptyEndpoint.MeasureAsync();
        await using var stage = await ClaimStage.StartAsync();
        List<HttpLoadResult> one = [], many = [], whole = [], batches = [];
        for (var round = 0; round <= Effort.Rounds; round++)
        {
            one.Add(await OneAsync(stage, $"one-{round}", effort.Of(OneAgentSwarms * ClaimsPerSwarm)));
            many.Add(await ManyAsync(stage, $"agent-{round}", effort.Of(Agents * ClaimsPerAgent)));
            whole.Add(await WholeAsync(stage, $"whole-{round}", effort.Of(100_000)));
            batches.Add(await BatchesAsync(stage, $"batch-{round}", effort));
        }

        // The first round warms up.
        var rates = new[] { one, many, whole, batches }.Select(rounds => Rates.Of(rounds.Skip(1))).ToList();
        return RowsOf(rates[0], rates[1], rates[2], rates[3], empty, ping);
    }

    private static IReadOnlyList<Row> RowsOf(
        Rates one, Rates many, Rates whole, Rates batches, HttpLoadResult empty, HttpLoadResult ping) =>
    [
        new Row("durable claim over HTTP, one agent, embedded", $"{one}", $"ping {ping}",
            "p50 < 0.4 ms, p99 < 3 ms", one.P50.Median < 0.4 && one.P99.Median < 3),
        new Row($"durable claims over HTTP, {Agents} agents, embedded", $"{many}", $"empty endpoint {empty}",
            "≥ 50 % of the empty endpoint, p99 < 10 ms",
            many.PerSecond.Median >= empty.PerSecond / 2 && many.P99.Median < 10),
        new Row($"claim and complete over HTTP, {Agents} agents, embedded", $"{whole} (calls; half are claims)",
            "-", "-", Reached: true),
        new Row("batch claims of 100, embedded",
            $"{batches.PerSecond.Median * 100:N0} tasks/s; calls {batches}", "-", "≥ 60,000 tasks/s",
            batches.PerSecond.Median * 100 >= 60_000),
    ];

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

    private static async Task<HttpLoadResult> OneAsync(ClaimStage stage, string prefix, int claims)
    {
        var requests = new byte[OneAgentSwarms][];
        for (var i = 0; i < OneAgentSwarms; i++)
            requests[i] = stage.ClaimRequest($"{prefix}-{i}", await stage.RegisterAsync($"{prefix}-{i}"));
        await stage.AddTasksAsync(claims);
        var sent = 0;
        return (await HttpLoad.RunAsync(stage.Address, 1, claims, _ => requests[sent++ / ClaimsPerSwarm]))
            .WithoutRefusals();
    }

    private static async Task<HttpLoadResult> WholeAsync(ClaimStage stage, string prefix, int tasks)
    {
        var claims = new byte[Agents][];
        var next = new byte[]?[Agents];
        for (var i = 0; i < Agents; i++)
            claims[i] = stage.ClaimRequest($"{prefix}-{i}", await stage.RegisterAsync($"{prefix}-{i}", capacity: 2));
        await stage.AddTasksAsync(tasks + (Agents * 4));
        return (await HttpLoad.RunAsync(
            stage.Address, Agents, tasks * 2, i => next[i] ?? claims[i],
            (i, _, body) => next[i] = next[i] is null ? stage.CompleteRequest(body) : null)).WithoutRefusals();
    }

    private static async Task<HttpLoadResult> BatchesAsync(ClaimStage stage, string prefix, Effort effort)
    {
        const int swarms = 64;
        const int connections = 8;
        var calls = effort.Of(swarms * 9);
        var requests = new byte[swarms][];
        for (var i = 0; i < swarms; i++)
            requests[i] = stage.ClaimRequest($"{prefix}-{i}", await stage.RegisterAsync($"{prefix}-{i}"), count: 100);
        await stage.AddTasksAsync(calls * 100 + 1000);
        var sent = 0;
        return (await HttpLoad.RunAsync(stage.Address, connections, calls, _ => requests[sent++ % swarms]))
            .WithoutRefusals();
    }
}
