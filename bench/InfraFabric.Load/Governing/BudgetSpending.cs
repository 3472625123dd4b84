using System.Diagnostics;
using System.Text;
using System.Text.Json;
using InfraFabric.Api.Calls;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Budgets;
using InfraFabric.Load.Coordination;
using InfraFabric.Load.Http;
using InfraFabric.Load.State;
using InfraFabric.State.Contract;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Load.Governing;

/// <summary>
/// Reserve and settle: over HTTP by one agent, and sixty-four spenders at once on one budget, which is the hottest key
/// there can be. All on the embedded store, durable.
/// </summary>
internal static class BudgetSpending
{
    private const int Spenders = 64;
    private const int Pairs = 20_000;

    private static readonly Cause Cause = new(
        "if://agent/spender/1", TraceToken.Parse("0198c5a2-1f00-7abc-8def-0123456789ab"));

    public static async Task<IReadOnlyList<Row>> RunAsync(Effort effort)
    {
        var http = await OverHttpAsync(effort.Of(Pairs));
        var (perSecond, over) = await HotAsync(effort);
        double p50 = http.At(0.5).TotalMilliseconds, p99 = http.At(0.99).TotalMilliseconds;
        return
        [
            new Row("reserve and settle over HTTP, one agent, embedded", FormattableString.Invariant(
                    $"p50 {p50:F2} ms, p99 {p99:F2} ms for both"), "LiteLLM's proxy adds 2 and 8 ms (published)",
                "p50 < 0.8 ms, p99 < 4 ms", p50 < 0.8 && p99 < 4),
            new Row($"{Spenders} spenders on one budget, embedded",
                $"{perSecond:N0} reserve and settle/s, {over} over", "-", "≥ 10,000/s, none over",
                perSecond >= 10_000 && over == 0),
        ];
    }

    private static async Task<Latencies> OverHttpAsync(int pairs)
    {
        await using var stage = await ClaimStage.StartAsync();
        await stage.SetBudgetAsync("fabric", Money.FromMicroUsd(1_000_000_000_000));
        await stage.SetBudgetAsync("swarm/spender", Money.FromMicroUsd(1_000_000_000_000));
        var session = await stage.RegisterAsync("spender");
        var reserve = HttpRequests.Post(
            BudgetCalls.Reserve.For("spender"), $$"""{"session":{{session}},"amount_micro_usd":100}""", stage.Token);
        using var connection = HttpConnection.Open(stage.Address);
        var both = new Latencies();
        for (var i = 0; i < pairs + (pairs / 4); i++)
        {
            var start = Stopwatch.GetTimestamp();
            connection.Send(reserve);
            var id = ReservationIn(connection.Receive().Span);
            connection.Send(HttpRequests.Post(
                BudgetCalls.Settle.For(id), """{"spent_micro_usd":60}""", stage.Token));
            connection.Receive();
            // The first ones warm up.
            if (i >= pairs / 4)
                both.Add(start);
        }

        return both;
    }

    private static string ReservationIn(ReadOnlySpan<byte> answer)
    {
        var reader = new Utf8JsonReader(answer);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("reservation"u8)
                && reader.Read())
            {
                return Encoding.ASCII.GetString(reader.ValueSpan);
            }
        }

        throw new InvalidOperationException("The answer names no reservation.");
    }

    private static async Task<(double PerSecond, int Over)> HotAsync(Effort effort)
    {
        using var scratch = new Scratch();
        await using var store = await Workload.OpenAsync(scratch.File("budgets"));
        var ids = new IdSource(TimeProvider.System);
        await using var budgets = await FabricBudgets.StartAsync(store, TimeProvider.System, ids, NullLogger.Instance);
        var hot = BudgetId.Parse("swarm/hot");
        await budgets.SetAsync(hot, new BudgetTerms(Money.FromMicroUsd(1_000_000_000_000)), Cause);
        var lease = await store.GrantLeaseAsync(TimeSpan.FromHours(1), new WitnessNote
        {
            Trace = Cause.Trace,
            Actor = Cause.Actor,
            Component = "bench",
            Operation = "lease",
            Subject = "bench",
            Time = TimeProvider.System.GetUtcNow(),
        });
        var rates = new List<double>();
        var spent = 0L;
        for (var round = 0; round <= Effort.Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            var done = await Task.WhenAll(Enumerable.Range(0, Spenders).Select(_ => Task.Run(
                () => SpendAsync(budgets, ids, hot, lease, clock, effort.Round))));
            spent += done.Sum();
            // The first round warms up.
            if (round > 0)
                rates.Add(done.Sum() / clock.Elapsed.TotalSeconds);
        }

        var budget = budgets.Find(hot)!;
        var isExact = budget.Ever.MicroUsd == spent * 60 && budget.Reserved == Money.Zero;
        rates.Sort();
        return (rates[rates.Count / 2], isExact && budget.Overdrawn == Money.Zero ? 0 : 1);
    }

    private static async Task<long> SpendAsync(
        FabricBudgets budgets, IdSource ids, BudgetId budget, LeaseId lease, Stopwatch clock, TimeSpan until)
    {
        var done = 0L;
        for (; clock.Elapsed < until; done++)
        {
            var id = ReservationId.New(ids);
            var kept = await budgets.ReserveAsync(
                new ReserveAsk { Id = id, Path = [budget], Amount = Money.FromMicroUsd(100), Lease = lease }, Cause);
            var settled = await budgets.SettleAsync(id, Money.FromMicroUsd(60), Cause);
            if (kept.Verdict != SpendVerdict.Done || settled.Verdict != SpendVerdict.Done)
                throw new InvalidOperationException($"A spending was not made: {kept.Verdict}, {settled.Verdict}.");
        }

        return done;
    }
}
