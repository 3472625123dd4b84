using InfraFabric.Api.Budgets;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Swarms;
using InfraFabric.Cli.Falsify;
using InfraFabric.Client;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Units;

namespace InfraFabric.Cli.Commands.Governor;

/// <summary>The attempts to break the setting of budgets: nobody spends more than was said.</summary>
internal static class BudgetChecks
{
    private const string Swarm = "falsify-first";

    private static readonly Money Limit = Money.FromMicroUsd(1_000_000);

    public static readonly IReadOnlyList<FalsifyCheck> OfSet =
    [
        new("exhausted budget", "Reserve all that a swarm may spend, and then a millionth of a dollar more.",
            ExhaustAsync),
        new("many at once", "Reserve a tenth of it forty times at once.", RaceAsync),
        CallChecks.LostAnswer(PrepareAsync),
        CallChecks.MissingScope(BudgetCalls.Set, PrepareAsync),
    ];

    private static async Task<Evidence> ExhaustAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var session = await fabric.RegisterAsync(Swarm);
        await SetAsync(fabric);
        await ReserveAsync(fabric, session, Limit);
        return await Attacks.RefusedAsync(ErrorTable.BudgetExceeded, "refused: nothing is left", () =>
            ReserveAsync(fabric, session, Money.FromMicroUsd(1)));
    }

    private static async Task<Evidence> RaceAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var session = await fabric.RegisterAsync(Swarm);
        await SetAsync(fabric);
        var tenth = Money.FromMicroUsd(Limit.MicroUsd / 10);
        var given = await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ =>
        {
            try
            {
                await ReserveAsync(fabric, session, tenth);
                return 1;
            }
            catch (FabricException refused) when (refused.Error == ErrorTable.BudgetExceeded)
            {
                return 0;
            }
        }));
        return given.Sum() == 10
            ? Evidence.Held("ten of forty were given")
            : Evidence.Broke($"{given.Sum()} of forty were given, and there was enough for ten");
    }

    private static async Task<ProbeCall> PrepareAsync(ProbeFabric fabric)
    {
        await fabric.RegisterAsync(Swarm);
        return new ProbeCall(
            BudgetCalls.Set.Request(new BudgetSetBody($"swarm/{Swarm}", Limit)),
            async () => (await fabric.CallAsync<BudgetsBody>(BudgetCalls.List, body: null)).Budgets
                .FirstOrDefault(budget => budget.Budget == $"swarm/{Swarm}")?.Revision ?? 0);
    }

    private static async Task SetAsync(ProbeFabric fabric)
    {
        // The copy may hold a budget of the whole fabric of which little is left.
        var ample = Money.FromMicroUsd(Money.MaxMicroUsd);
        await fabric.CallAsync<BudgetBody>(BudgetCalls.Set, new BudgetSetBody("fabric", ample));
        await fabric.CallAsync<BudgetBody>(BudgetCalls.Set, new BudgetSetBody($"swarm/{Swarm}", Limit));
    }

    private static Task<ReservationBody> ReserveAsync(ProbeFabric fabric, SessionBody session, Money amount) =>
        fabric.CallAsync<ReservationBody>(
            BudgetCalls.Reserve, new ReserveBody { Session = session.Session, Amount = amount }, Swarm);
}
