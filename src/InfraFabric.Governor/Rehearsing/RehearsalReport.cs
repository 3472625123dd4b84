using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Rehearsing;

/// <summary>What another policy would change.</summary>
public sealed record RehearsalReport
{
    /// <summary>Blockers that were seen to.</summary>
    public int Blockers { get; set; }

    /// <summary>Those that nobody would help with under the policy in force, and under the other one.</summary>
    public (int Before, int After) Escalated { get; set; }

    /// <summary>What the helpers would be expected to cost.</summary>
    public (Money Before, Money After) HelpCost { get; set; }

    /// <summary>Swarms that spent money on a task, each once for each task.</summary>
    public int Assignments { get; set; }

    /// <summary>Those that would be denied.</summary>
    public (int Before, int After) Denied { get; set; }

    /// <summary>What those have spent.</summary>
    public (Money Before, Money After) DeniedCost { get; set; }

    /// <summary>Decisions about tasks of which nothing is known any more.</summary>
    public int Unknown { get; set; }

    /// <summary>Decisions that would come out differently.</summary>
    public int Changed { get; set; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<RehearsedChange> Changes { get; set; } = [];
}
