using System.Text.Json.Serialization;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Budgets;

/// <summary>
/// Money that is kept for a spending, under <c>budgets/held/{id}</c>: on the spender's lease while it is kept, and for
/// a while afterwards, to remember how it ended.
/// </summary>
internal sealed record ReservationRecord
{
    [JsonPropertyName("amount_micro_usd")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required Money Amount { get; init; }

    /// <summary>The budgets that it is kept in, the root first.</summary>
    public required IReadOnlyList<string> Path { get; init; }

    /// <summary>Who asked for it, or for whom it was asked.</summary>
    public required string By { get; init; }

    /// <summary>The swarm that spends, where another one's budget pays.</summary>
    public string? SpentBy { get; init; }

    /// <summary>The kind of work that it is for.</summary>
    public string? Kind { get; init; }

    /// <summary>The hash of the call that it is for; the same call has the same.</summary>
    public string? Call { get; init; }

    /// <summary>The claim under which it was asked for.</summary>
    public long? Fence { get; init; }

    /// <summary>The blocked task that it is to help with.</summary>
    public string? Help { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>When it is given back by itself.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What was spent at its end: nothing, if it was released.</summary>
    [JsonPropertyName("spent_micro_usd")]
    public Money? Spent { get; init; }

    /// <summary>Whether it was given back because its time had run out.</summary>
    public bool Expired { get; init; }

    [JsonIgnore]
    public bool IsHeld => Spent is null;

    /// <summary>The swarm that spends it; null if no swarm's budget is on the path.</summary>
    [JsonIgnore]
    public SwarmName? Spender => BudgetId.SpenderOf(Path);
}
