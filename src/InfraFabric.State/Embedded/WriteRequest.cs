using InfraFabric.State.Contract;
using InfraFabric.State.Memory;

namespace InfraFabric.State.Embedded;

/// <summary>
/// Something that waits for the writer: a step to plan, or upkeep of the file. Completed exactly once.
/// </summary>
internal sealed class WriteRequest()
    : TaskCompletionSource<CommitOutcome>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>Plans a step of the state into the batch being gathered.</summary>
    public Func<BatchPlan, CommitOutcome>? Plan { get; init; }

    /// <summary>Works on the file between two batches.</summary>
    public Action<StateFile>? Upkeep { get; init; }

    /// <summary>What the plan said; answered once the batch is durable.</summary>
    public CommitOutcome Planned { get; set; }
}
