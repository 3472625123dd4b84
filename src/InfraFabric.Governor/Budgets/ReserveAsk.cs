using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Budgets;

/// <summary>Money is asked for, before it is spent.</summary>
public sealed record ReserveAsk
{
    /// <summary>How it is named; the same name again is the same reservation.</summary>
    public required ReservationId Id { get; init; }

    /// <summary>The budgets that it goes through, the root first. Those that nobody has set do not limit it.</summary>
    public required IReadOnlyList<BudgetId> Path { get; init; }

    public required Money Amount { get; init; }

    /// <summary>The swarm that spends, where another one's budget pays.</summary>
    public SwarmName? SpentBy { get; init; }

    /// <summary>What budgets of the path are set to by their first spending, if nobody has set them before.</summary>
    public IReadOnlyDictionary<BudgetId, BudgetTerms>? First { get; init; }

    /// <summary>
    /// The money is spent with this very step: it is settled at once, and counted also where no budget bounds it.
    /// </summary>
    public bool IsSpent { get; init; }

    /// <summary>What was bought, for the note of what is spent with this step.</summary>
    public IReadOnlyDictionary<string, string>? Facts { get; init; }

    /// <summary>The lease of the spender, with which it vanishes.</summary>
    public required LeaseId Lease { get; init; }

    /// <summary>What must hold at that moment, such as that the claim is still the spender's.</summary>
    public IReadOnlyList<Guard> Guards { get; init; } = [];

    public long? Fence { get; init; }

    /// <summary>
    /// The identity that will spend it, and may settle and release it; the one that asks, if left out.
    /// </summary>
    public string? For { get; init; }

    /// <summary>The blocked task that it is to help with.</summary>
    public TaskId? Help { get; init; }

    /// <summary>The kind of work that it is for.</summary>
    public string? Kind { get; init; }

    /// <summary>
    /// The call that it is for and its arguments, as a text of any form: who makes the same again and again is stopped.
    /// </summary>
    public string? Call { get; init; }

    /// <summary>After what time it is given back by itself, if it is neither settled nor released.</summary>
    public TimeSpan Hold { get; init; } = GovernorLimits.DefaultHold;
}
