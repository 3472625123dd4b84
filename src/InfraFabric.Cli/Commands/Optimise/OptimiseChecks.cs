using System.Globalization;
using InfraFabric.Api.Budgets;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Optimise;
using InfraFabric.Api.Swarms;
using InfraFabric.Cli.Falsify;
using InfraFabric.Client;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Units;
using InfraFabric.Optimise.Prices;

namespace InfraFabric.Cli.Commands.Optimise;

/// <summary>The attempts to break what is said of costs: all of it is found, once, and adds up.</summary>
internal static class OptimiseChecks
{
    private const string Swarm = "falsify-first";
    private const int Many = 20;

    private static readonly string[] Dimensions =
        ["model", "swarm", "task", "tenant", "kind", "capability", "outcome", "day", "price"];

    public static readonly IReadOnlyList<FalsifyCheck> OfReport =
    [
        new("parts and the whole", "Spend some money, and find parts that do not add up to it.", AddUpAsync),
        MissingScope(OptimiseCalls.Report),
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfExport =
    [
        new("settled a moment ago", "Settle something, ask for it at once, and not find it.", FindFreshAsync),
        MissingScope(OptimiseCalls.Spends),
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfPrices = [MissingScope(OptimiseCalls.Prices)];

    public static readonly IReadOnlyList<FalsifyCheck> OfAdvise = [MissingScope(OptimiseCalls.Advice)];

    public static readonly IReadOnlyList<FalsifyCheck> OfReconcile =
    [
        new("wrong invoice", "Ask two micro-dollars too much or too little, and not be noticed.", OverchargeAsync),
        MissingScope(OptimiseCalls.Reconcile, new ReconcileAskBody("openai", "2026-01", "item,amount\ntax,1")),
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfCheck =
    [
        new("wrong files", "Have a file accepted that has a mistake.", WrongFilesAsync),
    ];

    /// <summary>Somebody who may do everything else makes a call that changes nothing.</summary>
    public static FalsifyCheck MissingScope(ApiCall call, object? body = null) => CallChecks.MissingScope(
        call, _ => Task.FromResult(new ProbeCall(call.Request(body), () => Task.FromResult(0L))));

    /// <summary>A swarm that has money to spend.</summary>
    public static async Task<SessionBody> NewSpenderAsync(ProbeFabric fabric)
    {
        var session = await fabric.RegisterAsync(Swarm);
        // The copy may hold a budget of the whole fabric of which little is left.
        var ample = Money.FromMicroUsd(Money.MaxMicroUsd);
        await fabric.CallAsync<BudgetBody>(BudgetCalls.Set, new BudgetSetBody("fabric", ample));
        await fabric.CallAsync<BudgetBody>(BudgetCalls.Set, new BudgetSetBody($"swarm/{Swarm}", ample));
        return session;
    }

    /// <summary>Reserves and settles.</summary>
    public static async Task SpendAsync(ProbeFabric fabric, SessionBody session, SettleBody cost)
    {
        var held = await fabric.CallAsync<ReservationBody>(
            BudgetCalls.Reserve, new ReserveBody { Session = session.Session, Amount = Money.FromMicroUsd(1) }, Swarm);
        await fabric.CallAsync<SettledBody>(BudgetCalls.Settle, cost, held.Reservation);
    }

    private static async Task<Evidence> AddUpAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var session = await NewSpenderAsync(fabric);
        for (var i = 1; i <= Many; i++)
        {
            await SpendAsync(fabric, session, i % 2 == 0
                ? new SettleBody(Money.FromMicroUsd(i))
                : new SettleBody(Usage: new UsageBody { Model = "gpt-4", InputTokens = i }));
        }

        long? whole = null;
        foreach (var by in Dimensions)
        {
            var report = await fabric.CallAsync<CostReportBody>(
                OptimiseCalls.Report, OptimiseCalls.Report.Request(null).Where("by", by).Where("limit", "1000"));
            whole ??= report.Total.Cost.MicroUsd;
            var parts = report.Rows.Sum(row => row.Sums.Cost.MicroUsd);
            if (report.NextSkip is null && parts != report.Total.Cost.MicroUsd || report.Total.Cost.MicroUsd != whole)
                return Evidence.Broke($"by {by} it is {parts}, {report.Total.Cost.MicroUsd} and {whole} micro-dollars");
        }

        // Two to twenty in steps of two, and gpt-4 at thirty for a token, one to nineteen in steps of two.
        return whole == 110 + (100 * 30)
            ? Evidence.Held($"{whole} micro-dollars, by each of {Dimensions.Length}")
            : Evidence.Broke($"{whole} micro-dollars were counted, and 3110 were spent");
    }

    private static async Task<Evidence> OverchargeAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var session = await NewSpenderAsync(fabric);
        await SpendAsync(fabric, session, new SettleBody(Usage: new UsageBody { Model = "gpt-4", InputTokens = 1 }));
        // At the turn of a month it would stand in the one before.
        var month = scratch.Run.Time.GetUtcNow().AddSeconds(-1).ToString("yyyy-MM", CultureInfo.InvariantCulture);
        foreach (var (amount, isAlarm) in new[] { ("0.000030", false), ("0.000032", true), ("0.000028", true) })
        {
            var found = await fabric.CallAsync<ReconciledBody>(OptimiseCalls.Reconcile, new ReconcileAskBody(
                "openai", month, $"item,model,quantity,amount\ninput,gpt-4,1,{amount}"));
            if (found.Alarm != isAlarm)
                return Evidence.Broke($"an invoice of {amount} for {found.Ledger} was {(isAlarm ? "no" : "an")} alarm");
        }

        return Evidence.Held("too much and too little were noticed, and what was right was not");
    }

    private static async Task<Evidence> FindFreshAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var session = await NewSpenderAsync(fabric);
        for (var i = 1; i <= Many; i++)
        {
            await SpendAsync(fabric, session, new SettleBody(Money.FromMicroUsd(i)));
            var page = await fabric.CallAsync<SpendsBody>(
                OptimiseCalls.Spends, OptimiseCalls.Spends.Request(null).Where("limit", "1000"));
            if (page.Spends.Count != i || page.Spends[^1].Cost.MicroUsd != i)
                return Evidence.Broke($"{page.Spends.Count} spendings were found, and there were {i}");
        }

        return Evidence.Held($"each of {Many} was found at once, and once");
    }

    private static async Task<Evidence> WrongFilesAsync(Scratch scratch)
    {
        const string Right = "models: {acme: {versions: [{valid_from: 2026-01-01, tokens: {input: 1}}]}}";
        foreach (var (from, to) in new[]
        {
            ("models", "model"), ("acme", "a me"), ("versions", "version"), ("2026-01-01", "2026-02-30"),
            ("2026-01-01", "soon"), ("input: 1", "input: -1"), ("input: 1", "input: 1e9"), ("input: 1", "in: 1"),
            ("tokens: {input: 1}", "currency: EUR"), ("}}]}}", "}}]}"),
        })
        {
            var path = scratch.NewPath("prices.yaml");
            await File.WriteAllTextAsync(path, Right.Replace(from, to, StringComparison.Ordinal));
            var refused = await Attacks.RefusedAsync(ErrorTable.ConfigInvalid, "refused", () =>
            {
                PriceFile.Load(path);
                return Task.CompletedTask;
            });
            if (!refused.HasHeld)
                return Evidence.Broke($"'{from}' as '{to}': {refused.Seen}");
        }

        return Evidence.Held("each of ten mistakes was found");
    }
}
