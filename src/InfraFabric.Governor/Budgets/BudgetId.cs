using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Budgets;

/// <summary>
/// A place in the tree of budgets: <c>fabric</c>, <c>tenant/acme</c>, <c>swarm/session-4-sip</c>,
/// <c>task/0198c5a2-…</c>; and <c>delegated/…</c>, a part of one of these that was handed on.
/// </summary>
public readonly record struct BudgetId
{
    internal const string Prefix = "budgets/";

    // "sha256:", and of the hash enough that no two are the same.
    private const int HashPrefix = 7;
    private const int DelegatedLength = 32;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    private readonly string? _text;

    private BudgetId(BudgetScope scope, string text) => (Scope, _text) = (scope, text);

    /// <summary>What everything in the fabric may cost together.</summary>
    public static BudgetId Fabric { get; } = new(BudgetScope.Fabric, "fabric");

    /// <summary>What each swarm may spend for which nothing else is said.</summary>
    public static BudgetId EachSwarm { get; } = new(BudgetScope.Swarm, "swarm/*");

    public BudgetScope Scope { get; }

    public string Text => _text ?? throw new InvalidOperationException("A budget that was never named.");

    /// <summary>The swarm whose budget it is; null if it is not that of one swarm.</summary>
    public SwarmName? OfSwarm =>
        Scope == BudgetScope.Swarm && this != EachSwarm ? SwarmName.Parse(Text["swarm/".Length..]) : null;

    internal RecordKey Key => new(Prefix + Text);

    /// <summary>The swarm whose budget is on a path; null if none is.</summary>
    internal static SwarmName? SpenderOf(IReadOnlyList<string> path)
    {
        foreach (var budget in path)
        {
            if (budget.StartsWith("swarm/", StringComparison.Ordinal)
                && SwarmName.TryParse(budget["swarm/".Length..], out var swarm))
            {
                return swarm;
            }
        }

        return null;
    }

    public static BudgetId Swarm(SwarmName name) => new(BudgetScope.Swarm, $"swarm/{name}");

    public static BudgetId Task(TaskId id) => new(BudgetScope.Task, $"task/{id}");

    /// <summary>The budget of a tenant, whose name is made like that of a swarm.</summary>
    public static BudgetId Tenant(SwarmName name) => new(BudgetScope.Tenant, $"tenant/{name}");

    /// <summary>The budget of a part that was handed on, by the hash of what was signed for it.</summary>
    internal static BudgetId Delegated(Sha256Hash step) =>
        new(BudgetScope.Delegated, $"delegated/{step.ToString().AsSpan(HashPrefix, DelegatedLength)}");

    public static bool TryParse([NotNullWhen(true)] string? text, out BudgetId id)
    {
        id = default;
        if (text == Fabric.Text)
        {
            id = Fabric;
            return true;
        }

        if (text?.IndexOf('/') is not (>= 0 and var slash))
            return false;
        var name = text[(slash + 1)..];
        switch (text[..slash])
        {
            case "tenant" when SwarmName.TryParse(name, out var tenant):
                id = Tenant(tenant);
                return true;
            case "swarm" when name == "*":
                id = EachSwarm;
                return true;
            case "swarm" when SwarmName.TryParse(name, out var swarm):
                id = Swarm(swarm);
                return true;
            case "task" when TaskId.TryParse(name, out var task):
                id = Task(task);
                return true;
            case "delegated" when name.Length == DelegatedLength && name.AsSpan().IndexOfAnyExcept(Hex) < 0:
                id = new BudgetId(BudgetScope.Delegated, text);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Reads a place in the tree; an error with IF_ERR_ID_INVALID when it is not one.</summary>
    public static BudgetId Parse(string text) => TryParse(text, out var id) ? id : throw new FabricException(
        ErrorTable.IdInvalid, "A budget is named in a way that cannot be read.",
        "It is fabric, tenant/NAME, swarm/NAME, swarm/* for each that has none of its own, or task/ID.",
        "Correct the name.");

    public override string ToString() => _text ?? "";
}
