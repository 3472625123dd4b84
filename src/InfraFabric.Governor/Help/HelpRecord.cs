using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Help;

/// <summary>
/// What was done about a blocker, under <c>help/{task}</c>: who helps, or the escalation that asks a person. It goes
/// when the blocker has gone.
/// </summary>
internal sealed record HelpRecord
{
    internal const string Prefix = "help/";

    /// <summary>The revision that raised the blocker.</summary>
    public required long Blocker { get; init; }

    public required DateTimeOffset At { get; init; }

    public IReadOnlyList<Helper>? Helpers { get; init; }

    /// <summary>What is needed and none of the helpers can do.</summary>
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>The escalation, if a person is asked.</summary>
    public string? Escalation { get; init; }

    public static RecordKey KeyOf(TaskId task) => new(Prefix + task);
}
