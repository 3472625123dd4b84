using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Governor.Budgets;
using InfraFabric.Governor.Delegation;
using InfraFabric.Server.Identity;

namespace InfraFabric.Server.Budgets;

/// <summary>The budgets that a delegated spending goes through, below the fabric's.</summary>
/// <param name="Path">From the one that was handed on to the part of the last step.</param>
/// <param name="First">What the parts begin with.</param>
internal sealed record DelegatedPath(
    IReadOnlyList<BudgetId> Path, IReadOnlyDictionary<BudgetId, BudgetTerms> First)
{
    /// <summary>
    /// Checks a delegation: that who began it may hand that budget on, and that who calls may spend it, for this.
    /// </summary>
    public static DelegatedPath Of(
        string text, string? kind, Caller caller, IdentityDirectory identities, Func<SwarmName, SwarmName?> tenantOf,
        DateTimeOffset now)
    {
        var delegation = BudgetDelegation.Parse(text);
        RequireIssuer(delegation, identities);
        if (delegation.Obstacle(identities.Find(caller.Name)?.Key, kind, now) is { } obstacle)
            throw Refused(obstacle, "Ask whoever handed it on, or spend from a budget of one's own.");
        var path = new List<BudgetId>();
        if (delegation.Budget.OfSwarm is { } swarm && tenantOf(swarm) is { } tenant)
            path.Add(BudgetId.Tenant(tenant));
        if (delegation.Budget != BudgetId.Fabric)
            path.Add(delegation.Budget);
        path.AddRange(delegation.Budgets);
        return new DelegatedPath(path, delegation.Budgets.Zip(delegation.Steps).ToDictionary(
            step => step.First, step => new BudgetTerms(step.Second.Limit) { Until = step.Second.ExpiresAt }));
    }

    // A swarm may hand on what is its own; an operator any budget.
    private static void RequireIssuer(BudgetDelegation delegation, IdentityDirectory identities)
    {
        var issuer = identities.Find(delegation.IssuedBy);
        if (issuer is not { Disabled: false } || issuer.Key != delegation.Issuer)
        {
            throw Refused($"It begins with a key that is not that of {delegation.IssuedBy}.",
                "Have it made again by an identity that the fabric knows.");
        }

        var isOwn = delegation.Budget.OfSwarm is { } swarm && swarm.Text == issuer.Name.Name;
        if (!isOwn && !issuer.Scopes.HasFlag(Scopes.Operate))
        {
            throw Refused($"The budget {delegation.Budget} is not {issuer.Name}'s to hand on.",
                "A swarm hands on what is its own, an operator any budget.");
        }

        if (delegation.Budget.Scope is not (BudgetScope.Fabric or BudgetScope.Tenant or BudgetScope.Swarm))
            throw Refused($"The budget {delegation.Budget} is handed on with its task.", "Hand on a swarm's.");
    }

    private static FabricException Refused(string why, string fix) =>
        new(ErrorTable.DelegationInvalid, "The delegation is not accepted.", why, fix);
}
