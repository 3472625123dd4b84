using InfraFabric.Load.Http;

namespace InfraFabric.Load.Coordination;

/// <summary>
/// What a long queue costs on the embedded store: claims at a steady pace beside 1,000, 100,000 and 1,000,000 ready
/// tasks. For each task that is claimed another is added, so that the queue stays as long as it is; then an agent
/// pings, which tells what becomes slower with the queue from what is slow at the time.
/// </summary>
internal static class QueueGrowth
{
    private static readonly int[] Sizes = [1_000, 100_000, 1_000_000];
    private static readonly QueuePace[] Paces = [new(1, 200), new(16, 1000)];
    private static readonly byte[] Ping = HttpRequests.Get("/healthz");

    public static async Task<IReadOnlyList<Row>> RunAsync(Effort effort)
    {
        var sizes = new List<QueueAtSize>();
        var rows = new List<Row>();
        foreach (var size in Sizes)
        {
            await using var stage = await ClaimStage.StartAsync();
            var (measured, claims) = await MeasureAsync(stage, effort, effort.Of(size));
            sizes.Add(measured);
            rows.AddRange(AddingRows(measured));
            if (size == Sizes[^1])
                rows.AddRange(await QueueRestarts.RunAsync(stage, claims[0], measured.Tasks));
        }

        return [.. Paces.SelectMany((pace, at) => ClaimRows(pace, at, sizes)), .. rows];
    }

    private static async Task<(QueueAtSize Measured, byte[][] Claims)> MeasureAsync(
        ClaimStage stage, Effort effort, int tasks)
    {
        var before = await ProcessMemory.SettledAsync(stage.ProcessId);
        var added = await stage.AddTasksAsync(tasks);
        var after = await ProcessMemory.SettledAsync(stage.ProcessId);
        var claims = new byte[Paces[^1].Agents][];
        for (var i = 0; i < claims.Length; i++)
            claims[i] = stage.ClaimRequest($"agent-{i}", await stage.RegisterAsync($"agent-{i}"));
        // The first round warms up.
        var rounds = new List<PacedResult[]>();
        for (var round = 0; round <= Effort.Rounds; round++)
        {
            var each = new List<PacedResult>();
            foreach (var pace in Paces)
                each.Add(await RoundAsync(stage, claims, pace, effort.Round));
            rounds.Add([.. each]);
        }

        await stage.RequireReadyAsync(tasks);
        rounds.RemoveAt(0);
        Rates RatesOf(int pace, Func<PacedResult, HttpLoadResult> part) =>
            Rates.Of(rounds.Select(round => part(round[pace])));
        var paces = Paces.Select((_, at) => new QueueAtPace(
            RatesOf(at, result => result.Calls[0]), RatesOf(at, result => result.FromDue),
            RatesOf(at, result => result.Calls[^1])));
        return (new QueueAtSize(tasks, added, (before, after), [.. paces]), claims);
    }

    private static async Task<PacedResult> RoundAsync(
        ClaimStage stage, byte[][] claims, QueuePace pace, TimeSpan length)
    {
        var add = stage.AddOneRequest();
        var result = await PacedLoad.RunAsync(
            stage.Address, pace.Agents, pace.ClaimsPerSecond, length,
            (agent, answered, body) => answered switch
            {
                0 => claims[agent],
                1 => stage.CompleteRequest(body) ?? throw new InvalidOperationException("A claim got nothing."),
                2 => add,
                3 => Ping,
                _ => default(ReadOnlyMemory<byte>),
            });
        string Text(int call) => FormattableString.Invariant(
            $"{result.Calls[call].P50:F3} {result.Calls[call].P99:F2} {result.Calls[call].Slowest:F1}");
        Console.Error.WriteLine($"  {pace}: p50, p99, slowest of claim {Text(0)}, complete {Text(1)}, "
            + $"add {Text(2)}, ping {Text(3)} ms");
        foreach (var call in result.Calls)
            call.WithoutRefusals();
        return result;
    }

    private static IEnumerable<Row> ClaimRows(QueuePace pace, int at, List<QueueAtSize> sizes)
    {
        var least = sizes[0].Paces[at].Claims.P99.Median;
        foreach (var size in sizes)
        {
            var (claims, fromDue, pings) = size.Paces[at];
            var isLeast = size == sizes[0];
            yield return new Row(
                $"durable claim over HTTP, {pace}, embedded, {size.Tasks:N0} ready tasks",
                $"{claims.Times}; from when it was due, p99 {fromDue.P99.ToString("F2")} ms", $"ping {pings.Times}",
                isLeast ? "-" : $"p99 < 2 × that with {sizes[0].Tasks:N0} ({least:F2} ms)",
                isLeast || claims.P99.Median < 2 * least);
        }
    }

    private static IEnumerable<Row> AddingRows(QueueAtSize size)
    {
        var seconds = size.Adding.TotalSeconds;
        var (before, after) = size.Bytes;
        yield return new Row(
            $"{size.Tasks:N0} tasks added over HTTP, 100 with each call, embedded",
            $"{seconds:F2} s, {size.Tasks / seconds:N0} tasks/s", "-", "-", Reached: true);
        yield return new Row(
            $"memory of the server with {size.Tasks:N0} ready tasks",
            $"{after >> 20:N0} MiB, {(after - before) / size.Tasks:N0} B for each", "-", "-", Reached: true);
    }
}
