using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Governing;

/// <summary>
/// What another policy would change: what was decided is decided again under both, with what is known of swarms today
/// and all of them at work.
/// </summary>
public sealed record RehearsalBody
{
    /// <summary>Blockers that were seen to.</summary>
    public int Blockers { get; init; }

    /// <summary>Those that nobody helps with, under the policy in force.</summary>
    public int EscalatedBefore { get; init; }

    /// <summary>Those that nobody would help with.</summary>
    public int EscalatedAfter { get; init; }

    /// <summary>What help is expected to cost under the policy in force, in millionths of a US dollar.</summary>
    [JsonPropertyName("help_cost_before_micro_usd")]
    public Money HelpCostBefore { get; init; }

    /// <summary>What it would be expected to cost.</summary>
    [JsonPropertyName("help_cost_after_micro_usd")]
    public Money HelpCostAfter { get; init; }

    /// <summary>Swarms that spent money on a task, each once for each task.</summary>
    public int Assignments { get; init; }

    /// <summary>Those that the policy in force denies.</summary>
    public int DeniedBefore { get; init; }

    /// <summary>Those that would be denied.</summary>
    public int DeniedAfter { get; init; }

    /// <summary>What those have spent that the policy in force denies, in millionths of a US dollar.</summary>
    [JsonPropertyName("denied_cost_before_micro_usd")]
    public Money DeniedCostBefore { get; init; }

    /// <summary>What those have spent that would be denied.</summary>
    [JsonPropertyName("denied_cost_after_micro_usd")]
    public Money DeniedCostAfter { get; init; }

    /// <summary>Decisions about tasks of which nothing is known any more.</summary>
    public int Unknown { get; init; }

    /// <summary>Decisions that would come out differently.</summary>
    public int Changed { get; init; }

    /// <summary>The first of them.</summary>
    public required IReadOnlyList<RehearsedChangeBody> Changes { get; init; }
}
