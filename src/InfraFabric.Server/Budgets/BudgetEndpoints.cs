using InfraFabric.Api;
using InfraFabric.Api.Budgets;
using InfraFabric.Api.Calls;
using InfraFabric.Coordinator;
using InfraFabric.Coordinator.Claims;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor;
using InfraFabric.Governor.Budgets;
using InfraFabric.Server.Coordination;
using InfraFabric.Server.Hosting;
using InfraFabric.Server.Optimise;
using InfraFabric.State.Contract;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InfraFabric.Server.Budgets;

/// <summary>Money over HTTP: what may be spent, and spending it.</summary>
internal sealed class BudgetEndpoints(
    FabricBudgets budgets, FabricCoordinator coordinator, UsagePrices prices, IdSource ids)
{
    // A task's record changes whenever its work gets on, and a spending is guarded by it.
    private const int MaxRaces = 20;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(BudgetCalls.List, ListAsync);
        routes.Map(BudgetCalls.Set, SetAsync);
        routes.Map(BudgetCalls.Reserve, ReserveAsync);
        routes.Map(BudgetCalls.Settle, SettleAsync);
        routes.Map(BudgetCalls.Release, ReleaseAsync);
    }

    private async Task ListAsync(HttpContext context) => await context.JsonAsync(
        new BudgetsBody([.. budgets.List().Select(BudgetBodies.From)]), ApiJson.Wire.BudgetsBody);

    private async Task SetAsync(HttpContext context)
    {
        var body = await RequestJson.ReadAsync(context, ApiJson.Strict.BudgetSetBody);
        var id = BudgetId.Parse(body.Budget);
        if (id.Scope == BudgetScope.Tenant)
            throw BudgetProblems.NoTenants();
        var terms = new BudgetTerms(body.Limit, BudgetBodies.WindowOf(body.Window));
        await budgets.SetAsync(id, terms, CoordinatorCause.Of(context), context.RequestAborted);
        await context.JsonAsync(BudgetBodies.From(budgets.Find(id)!), ApiJson.Wire.BudgetBody);
    }

    private async Task ReserveAsync(HttpContext context)
    {
        var body = await RequestJson.ReadAsync(context, ApiJson.Strict.ReserveBody);
        var swarm = SwarmName.Parse((string)context.Request.RouteValues["swarm"]!);
        var cause = CoordinatorCause.Of(context);
        var id = context.IdempotencyKey() is { } key ? ReservationId.Of(cause.Actor, key) : ReservationId.New(ids);
        for (var race = 0; race < MaxRaces; race++)
        {
            var spender = await FindSpenderAsync(swarm, body, cause, context.RequestAborted);
            var outcome = await budgets.ReserveAsync(
                AskOf(id, swarm, body, spender), cause, context.RequestAborted);
            if (outcome.Verdict == SpendVerdict.Stale)
                continue;
            if (outcome.Verdict != SpendVerdict.Done)
                throw BudgetProblems.Of(outcome, body.Amount, swarm.Text);
            await context.JsonAsync(
                new ReservationBody(id.ToString(), outcome.ExpiresAt!.Value), ApiJson.Wire.ReservationBody);
            return;
        }

        throw BudgetProblems.Races(swarm.Text);
    }

    private async ValueTask<Spender> FindSpenderAsync(
        SwarmName swarm, ReserveBody body, Cause cause, CancellationToken cancellationToken)
    {
        if (body.Task is null != body.Fence is null)
        {
            throw new FabricException(ErrorTable.Usage, "A task and the fence of its claim belong together.",
                "One of 'task' and 'fence' is missing.", "Give both, or neither.");
        }

        if (body.Task is null)
        {
            return await coordinator.FindSpenderAsync(swarm, body.Session, cause, cancellationToken)
                ?? throw CoordinatorProblems.SessionGone(swarm.Text);
        }

        var task = TaskId.Parse(body.Task);
        var (verdict, state, spender) = await coordinator.FindSpenderAsync(
            swarm, body.Session, task, body.Fence!.Value, cause, cancellationToken);
        return verdict == WorkVerdict.Done
            ? spender ?? throw CoordinatorProblems.SessionGone(swarm.Text)
            : throw CoordinatorProblems.Of(new WorkOutcome(verdict, state), task, body.Fence.Value);
    }

    private static ReserveAsk AskOf(ReservationId id, SwarmName swarm, ReserveBody body, Spender spender)
    {
        var path = new List<BudgetId> { BudgetId.Fabric, BudgetId.Swarm(swarm) };
        if (body.Task is not null)
            path.Add(BudgetId.Task(TaskId.Parse(body.Task)));
        return new ReserveAsk
        {
            Id = id,
            Path = path,
            Amount = body.Amount,
            Lease = spender.Lease,
            Guards = [spender.Guard],
            Fence = body.Fence,
            Kind = body.Kind,
            Call = body.Call,
            Hold = body.HoldS is { } seconds ? TimeSpan.FromSeconds(seconds) : GovernorLimits.DefaultHold,
        };
    }

    private async Task SettleAsync(HttpContext context)
    {
        var body = await RequestJson.ReadAsync(context, ApiJson.Strict.SettleBody);
        await EndAsync(context, prices.Of(body.Spent, body.Usage));
    }

    private Task ReleaseAsync(HttpContext context) => EndAsync(context, new KnownCost(Money.Zero));

    private async Task EndAsync(HttpContext context, KnownCost cost)
    {
        var id = ReservationId.Parse((string)context.Request.RouteValues["reservation"]!);
        var outcome = await budgets.SettleAsync(
            id, cost.Spent, CoordinatorCause.Of(context), cost.Facts, context.RequestAborted);
        if (outcome.Verdict != SpendVerdict.Done)
            throw BudgetProblems.Of(outcome, id);
        await context.JsonAsync(
            new SettledBody(id.ToString(), outcome.Overdrawn, cost.Spent, cost.PriceBook), ApiJson.Wire.SettledBody);
    }
}
