using InfraFabric.Coordinator.Claims;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor;
using InfraFabric.Governor.Budgets;

namespace InfraFabric.Server.Budgets;

/// <summary>A spending that is asked for, however it is asked for.</summary>
internal sealed record Spending
{
    public required ReservationId Id { get; init; }

    public required Money Amount { get; init; }

    public TaskId? Task { get; init; }

    public long? Fence { get; init; }

    public string? Kind { get; init; }

    public string? Call { get; init; }

    public TimeSpan Hold { get; init; } = GovernorLimits.DefaultHold;

    /// <summary>It is spent with this very step.</summary>
    public bool IsSpent { get; init; }

    /// <summary>What was bought, for the note of it.</summary>
    public IReadOnlyDictionary<string, string>? Facts { get; init; }

    /// <summary>The budgets that it goes through, if they are not the spender's own; with what they begin.</summary>
    public DelegatedPath? Delegated { get; init; }

    /// <summary>What is asked of the budgets for a spender.</summary>
    public ReserveAsk For(Spender spender, SwarmName? tenant)
    {
        var path = new List<BudgetId> { BudgetId.Fabric };
        var first = new Dictionary<BudgetId, BudgetTerms>();
        if (Delegated is { } delegated)
        {
            path.AddRange(delegated.Path);
            foreach (var (id, terms) in delegated.First)
                first.Add(id, terms);
        }
        else
        {
            if (tenant is { } known)
                path.Add(BudgetId.Tenant(known));
            path.Add(BudgetId.Swarm(spender.Swarm));
        }

        // What a task may cost holds whoever pays for it.
        if (Task is { } task)
        {
            path.Add(BudgetId.Task(task));
            first.Add(path[^1], new BudgetTerms(spender.Task?.Budget ?? BudgetTerms.Unlimited));
        }

        return new ReserveAsk
        {
            Id = Id,
            Path = path,
            First = first,
            Amount = Amount,
            SpentBy = Delegated is null ? null : spender.Swarm,
            Lease = spender.Lease,
            Guards = [spender.Guard],
            Fence = Fence,
            Kind = Kind,
            Call = Call,
            Hold = Hold,
            IsSpent = IsSpent,
            Facts = Facts,
        };
    }
}
