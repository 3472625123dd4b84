using InfraFabric.Coordinator.Tasks;

namespace InfraFabric.Coordinator.Claims;

/// <summary>The answer to an attempt to claim a task.</summary>
/// <param name="Verdict">How it ended.</param>
/// <param name="Claim">The claim, if there is one.</param>
/// <param name="Owner">Who owns the task, if another does.</param>
/// <param name="State">Where the task stands, if it is not ready.</param>
public readonly record struct ClaimOutcome(
    ClaimVerdict Verdict, Claim Claim = default, string? Owner = null, TaskState? State = null)
{
    public static ClaimOutcome Of(Claim claim) => new(ClaimVerdict.Claimed, claim);
}
