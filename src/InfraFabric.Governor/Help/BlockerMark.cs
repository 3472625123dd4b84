namespace InfraFabric.Governor.Help;

/// <summary>What the governor needs of <c>blockers/{task}</c>: why a task does not get on.</summary>
internal sealed record BlockerMark
{
    /// <summary>
    /// The kinds that no swarm can help with: tasks that wait for each other, or for one that failed.
    /// </summary>
    private static readonly string[] OfPlans = ["cycle", "dependency"];

    public string? Kind { get; init; }

    public string? Reason { get; init; }

    public string? Swarm { get; init; }

    public IReadOnlyList<string>? Needs { get; init; }

    /// <summary>The budget that has not enough left, if it is that.</summary>
    public string? Budget { get; init; }

    /// <summary>Whether it is money that lacks: it goes on by itself once there is more.</summary>
    public bool IsOfMoney => Kind == "budget";

    public bool IsOfPlan => OfPlans.Contains(Kind, StringComparer.Ordinal);
}
