using InfraFabric.Api;
using InfraFabric.Api.Budgets;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;
using InfraFabric.Coordinator;
using InfraFabric.Coordinator.Claims;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor;
using InfraFabric.Governor.Budgets;
using InfraFabric.Governor.Policy;
using InfraFabric.Governor.Registry;
using InfraFabric.Server.Coordination;
using InfraFabric.Server.Hosting;
using InfraFabric.Server.Identity;
using InfraFabric.Server.Optimise;
using InfraFabric.Server.Witness;
using InfraFabric.State.Contract;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InfraFabric.Server.Budgets;

/// <summary>Money over HTTP: what may be spent, and spending it.</summary>
internal sealed class BudgetEndpoints(
    FabricBudgets budgets, FabricCoordinator coordinator, SwarmRegistry registry, IdentityDirectory identities,
    UsagePrices prices, TimeProvider time, IdSource ids)
{
    // A task's record changes whenever its work gets on, and a spending is guarded by it.
    private const int MaxRaces = 20;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(BudgetCalls.List, ListAsync);
        routes.Map(BudgetCalls.Set, SetAsync);
        routes.Map(BudgetCalls.Reserve, ReserveAsync);
        routes.Map(ClaimCalls.Spend, SpendAsync);
        routes.Map(BudgetCalls.Settle, SettleAsync);
        routes.Map(BudgetCalls.Release, ReleaseAsync);
    }

    private async Task ListAsync(HttpContext context) => await context.JsonAsync(
        new BudgetsBody([.. budgets.List().Select(BudgetBodies.From)]), ApiJson.Wire.BudgetsBody);

    private async Task SetAsync(HttpContext context)
    {
        var body = await RequestJson.ReadAsync(context, ApiJson.Strict.BudgetSetBody);
        var id = BudgetId.Parse(body.Budget);
        var terms = new BudgetTerms(body.Limit, BudgetBodies.WindowOf(body.Window));
        await budgets.SetAsync(id, terms, CoordinatorCause.Of(context), context.RequestAborted);
        await context.JsonAsync(BudgetBodies.From(budgets.Find(id)!), ApiJson.Wire.BudgetBody);
    }

    private async Task ReserveAsync(HttpContext context)
    {
        var body = await RequestJson.ReadAsync(context, ApiJson.Strict.ReserveBody);
        var swarm = SwarmName.Parse((string)context.Request.RouteValues["swarm"]!);
        RequireClaim(body);
        var (amount, overshoot) = AmountOf(body);
        var spending = new Spending
        {
            Id = IdOf(context),
            Amount = amount,
            Task = body.Task is null ? null : TaskId.Parse(body.Task),
            Fence = body.Fence,
            Kind = body.Kind,
            Call = body.Call,
            Hold = body.HoldS is { } seconds ? TimeSpan.FromSeconds(seconds) : GovernorLimits.DefaultHold,
            Delegated = body.Delegation is { } text
                ? DelegatedPath.Of(text, body.Kind, context.Caller(), identities, registry.TenantOf, time.GetUtcNow())
                : null,
        };
        var cause = CoordinatorCause.Of(context);
        if (body.Fence is { } said)
            context.Features.Set(new RefusedFence(said));
        var outcome = await SpendAsync(
            spending, swarm.Text, token => FindSpenderAsync(spending, swarm, body.Session, cause, token), cause,
            context.RequestAborted);
        if (outcome is { Verdict: SpendVerdict.OverBudget, Lacking: var (budget, _) } && body.Pause != false
            && spending is { Task: { } task, Fence: { } fence })
        {
            await coordinator.PauseAsync(
                task, fence, budget.Text, amount, body.Checkpoint, cause, context.RequestAborted);
            throw BudgetProblems.Paused(outcome, amount, task);
        }

        if (outcome.Verdict != SpendVerdict.Done)
            throw BudgetProblems.Of(outcome, amount, swarm.Text);
        await context.JsonAsync(
            new ReservationBody(spending.Id.ToString(), amount, outcome.ExpiresAt!.Value, overshoot),
            ApiJson.Wire.ReservationBody);
    }

    /// <summary>Money that is spent already, and counted in one step.</summary>
    private async Task SpendAsync(HttpContext context)
    {
        var task = TaskEndpoints.IdOf(context);
        var body = await RequestJson.ReadAsync(context, ApiJson.Strict.SpendBody);
        var cost = prices.Of(body.Amount, body.Usage);
        if (cost.Spent <= Money.Zero)
        {
            throw new FabricException(ErrorTable.Usage, "A spending of nothing is not counted.",
                "The amount must be more than nothing.", "Leave out the call.");
        }

        var spending = new Spending
        {
            Id = IdOf(context),
            Amount = cost.Spent,
            Task = task,
            Fence = body.Fence,
            Kind = body.Kind,
            IsSpent = true,
            Facts = cost.Facts,
        };
        // The same call again is answered the same, also after the claim has ended.
        if (budgets.Find(spending.Id) is not { Spent: not null } known || known.Amount != cost.Spent)
        {
            var cause = CoordinatorCause.Of(context);
            var outcome = await SpendAsync(
                spending, $"task {task}", token => FindOwnerAsync(context, task, body.Fence, cause, token), cause,
                context.RequestAborted);
            if (outcome.Verdict != SpendVerdict.Done)
            {
                context.Features.Set(new RefusedFence(body.Fence));
                throw BudgetProblems.Of(outcome, cost.Spent, $"task {task}");
            }
        }

        var shown = await coordinator.ShowAsync(task, context.RequestAborted)
            ?? throw FabricCoordinator.NoSuchTask(task);
        await context.JsonAsync(
            new TaskStateBody(task.ToString(), TaskBodies.NameOf(shown.State), shown.Revision, cost.Spent),
            ApiJson.Wire.TaskStateBody);
    }

    private async ValueTask<SpendOutcome> SpendAsync(
        Spending spending, string who, Func<CancellationToken, ValueTask<Spender>> find, Cause cause,
        CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            var spender = await find(cancellationToken);
            RequireAllowed(spender, spending.Kind);
            var outcome = await budgets.ReserveAsync(
                spending.For(spender, registry.TenantOf(spender.Swarm)), cause, cancellationToken);
            if (outcome.Verdict != SpendVerdict.Stale)
                return outcome;
        }

        throw BudgetProblems.Races(who);
    }

    private async ValueTask<Spender> FindSpenderAsync(
        Spending spending, SwarmName swarm, long session, Cause cause, CancellationToken cancellationToken)
    {
        var spender = await coordinator.FindSpenderAsync(swarm, session, cause, cancellationToken)
            ?? throw CoordinatorProblems.SessionGone(swarm.Text);
        if (spending is not { Task: { } task, Fence: { } fence })
            return spender;
        var (outcome, owner) = await coordinator.FindSpenderAsync(task, fence, cause, cancellationToken);
        if (outcome.Verdict != WorkVerdict.Done)
            throw CoordinatorProblems.Of(outcome, task, fence);
        return owner is { } found && found.Swarm == swarm && found.Lease == spender.Lease
            ? found
            : throw CoordinatorProblems.Of(new WorkOutcome(WorkVerdict.NotYours), task, fence);
    }

    private async ValueTask<Spender> FindOwnerAsync(
        HttpContext context, TaskId task, long fence, Cause cause, CancellationToken cancellationToken)
    {
        var (outcome, owner) = await coordinator.FindSpenderAsync(task, fence, cause, cancellationToken);
        if (outcome.Verdict == WorkVerdict.Done)
            return owner ?? throw CoordinatorProblems.Of(new WorkOutcome(WorkVerdict.NotYours), task, fence);
        context.Features.Set(new RefusedFence(fence));
        throw CoordinatorProblems.Of(outcome, task, fence);
    }

    /// <summary>What a rule of the policy denies is not paid for, whatever budget has enough.</summary>
    private void RequireAllowed(Spender spender, string? kind)
    {
        var verdict = registry.Rules.Decide(new RuleQuestion
        {
            Swarm = spender.Swarm.Text,
            Tenant = registry.TenantOf(spender.Swarm)?.Text,
            Kind = spender.Task?.Type ?? kind,
            Required = spender.Task?.Requires ?? [],
        });
        if (!verdict.Allowed)
            throw BudgetProblems.Denied(spender.Swarm, spender.Task?.Type ?? kind, verdict);
    }

    private ReservationId IdOf(HttpContext context) => context.IdempotencyKey() is { } key
        ? ReservationId.Of(context.Caller().Actor, key)
        : ReservationId.New(ids);

    /// <summary>The sum that was asked for, or what such spendings cost.</summary>
    private (Money Amount, Money? Overshoot) AmountOf(ReserveBody body)
    {
        if (body.Amount is { } amount)
            return (amount, null);
        if (body.Kind is { } kind && budgets.Estimate(kind) is { } estimate)
            return (estimate.Amount, estimate.Overshoot);
        throw new FabricException(ErrorTable.Usage, "It is not said how much is to be reserved.",
            body.Kind is null
                ? "Without a sum, its kind of work must be named, by which it is sized."
                : $"Of '{body.Kind}' fewer than {GovernorLimits.MinHistory} spendings are known, by which it is sized.",
            "Give 'amount_micro_usd': the most that it can cost.");
    }

    private static void RequireClaim(ReserveBody body)
    {
        if (body.Task is null != body.Fence is null)
        {
            throw new FabricException(ErrorTable.Usage, "A task and the fence of its claim belong together.",
                "One of 'task' and 'fence' is missing.", "Give both, or neither.");
        }
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
