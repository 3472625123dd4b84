using System.Text.Json;
using System.Text.Json.Serialization;

namespace InfraFabric.Coordinator.Tasks;

/// <summary>
/// What has become of a task: the small record under <c>tasks/{id}</c> that every claim and every step of the work
/// rewrites. One record, so that one guard decides every race.
/// </summary>
internal sealed record TaskRecord
{
    /// <summary>The record of a task that nobody has touched yet: most of a long queue shares this one.</summary>
    public static readonly TaskRecord Fresh = new();

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public TaskStage Stage { get; init; }

    /// <summary>Claims made so far, those handed over not counted.</summary>
    public int Attempt { get; init; }

    public ClaimState? Claim { get; init; }

    public OfferState? Offer { get; init; }

    /// <summary>The next owner goes on where the last one stopped: no attempt is counted.</summary>
    public bool Resumes { get; init; }

    /// <summary>What the last one who helped said.</summary>
    public string? Answer { get; init; }

    /// <summary>The swarm that last let an offer or a claim pass: others go first.</summary>
    public string? PassedBy { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public ProgressState? Progress { get; init; }

    /// <summary>What the next owner needs to go on where the last one stopped.</summary>
    public JsonElement? Checkpoint { get; init; }

    public string? ResultHash { get; init; }

    /// <summary>Why it failed, was called off, is dead, or is tried again.</summary>
    public string? Reason { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who ended it, and under which claim: so that the same call again is answered the same.</summary>
    public ClaimState? EndedBy { get; init; }

    [JsonIgnore]
    public bool IsEnded => Stage is not (TaskStage.Open or TaskStage.Claimed);

    /// <summary>The fence of the claim, if there is one, in a record that was changed at a revision.</summary>
    public long? FenceAt(long modifyRevision) => Claim is null ? null : Claim.Fence ?? modifyRevision;
}
