using InfraFabric.Api.Breakers;
using InfraFabric.Api.Budgets;
using InfraFabric.Api.Calls;
using InfraFabric.Cli.Falsify;
using InfraFabric.Client;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Units;

namespace InfraFabric.Cli.Commands.Breakers;

/// <summary>The attempts to break breakers: nobody gets past an open one, or moves it back alone.</summary>
internal static class BreakerChecks
{
    private const string None = "0198c5a2-1f00-7abc-8def-0123456789ab";
    private const string Swarm = "falsify-first";

    public static readonly IReadOnlyList<FalsifyCheck> OfOpen =
    [
        new("spending on", "Reserve money for a swarm that is stopped.", SpendAsync),
        CallChecks.LostAnswer(PrepareOpenAsync),
        CallChecks.MissingScope(BreakerCalls.Open, PrepareOpenAsync),
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfReset =
    [
        new("no approval", "Ask for a reset, and spend before anybody has approved it.", SpendUnapprovedAsync),
        new("no reason", "Confirm a reset without a reason.", WithoutWhyAsync),
        CallChecks.MissingScope(BreakerCalls.Reset, PrepareResetAsync),
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfApprove =
    [
        new("own approval", "Approve what one has asked for oneself.", ApproveOwnAsync),
        CallChecks.NothingThere("an approval", BreakerCalls.Approve.Request(null, None)),
    ];

    private static async Task<Evidence> SpendAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var spend = await SpenderAsync(fabric);
        return await Attacks.RefusedAsync(ErrorTable.BreakerOpen, "refused: its breaker is open", spend);
    }

    private static async Task<Evidence> SpendUnapprovedAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var spend = await SpenderAsync(fabric);
        await fabric.CallAsync<BreakerMovedBody>(BreakerCalls.Reset, new BreakerResetBody(), Swarm);
        return await Attacks.RefusedAsync(ErrorTable.BreakerOpen, "refused: it is still open", spend);
    }

    private static async Task<Evidence> WithoutWhyAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        await SpenderAsync(fabric);
        return await Attacks.RefusedAsync(ErrorTable.WhyMissing, "refused: it has no reason", () =>
            fabric.CallAsync<BreakerMovedBody>(BreakerCalls.Reset, new BreakerResetBody(Confirmed: true), Swarm));
    }

    private static async Task<Evidence> ApproveOwnAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        await SpenderAsync(fabric);
        var asked = await fabric.CallAsync<BreakerMovedBody>(BreakerCalls.Reset, new BreakerResetBody(), Swarm);
        return await Attacks.RefusedAsync(ErrorTable.Forbidden, "refused: another has to", () =>
            fabric.CallAsync<BreakerMovedBody>(BreakerCalls.Approve, null, asked.Breaker!.Asked!.Approval));
    }

    /// <summary>A swarm that is stopped, and a way for it to spend.</summary>
    private static async Task<Func<Task>> SpenderAsync(ProbeFabric fabric)
    {
        var session = await fabric.RegisterAsync(Swarm);
        // The copy may hold a budget of the whole fabric of which little is left.
        var ample = Money.FromMicroUsd(Money.MaxMicroUsd);
        await fabric.CallAsync<BudgetBody>(BudgetCalls.Set, new BudgetSetBody("fabric", ample));
        await fabric.CallAsync<BudgetBody>(BudgetCalls.Set, new BudgetSetBody($"swarm/{Swarm}", ample));
        await fabric.CallAsync<BreakerMovedBody>(BreakerCalls.Open, null, Swarm);
        return () => fabric.CallAsync<ReservationBody>(
            BudgetCalls.Reserve, new ReserveBody { Session = session.Session, Amount = Money.FromMicroUsd(1) }, Swarm);
    }

    private static async Task<ProbeCall> PrepareOpenAsync(ProbeFabric fabric)
    {
        await fabric.RegisterAsync(Swarm);
        return new ProbeCall(BreakerCalls.Open.Request(null, Swarm), () => RevisionAsync(fabric));
    }

    private static async Task<ProbeCall> PrepareResetAsync(ProbeFabric fabric)
    {
        await SpenderAsync(fabric);
        return new ProbeCall(
            BreakerCalls.Reset.Request(new BreakerResetBody(), Swarm), () => RevisionAsync(fabric));
    }

    private static async Task<long> RevisionAsync(ProbeFabric fabric) =>
        (await fabric.CallAsync<BreakerPageBody>(BreakerCalls.List, body: null)).Breakers
            .FirstOrDefault(breaker => breaker.Swarm == Swarm)?.Revision ?? 0;
}
