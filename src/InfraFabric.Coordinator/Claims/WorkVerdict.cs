namespace InfraFabric.Coordinator.Claims;

/// <summary>How a call about a claim ended.</summary>
public enum WorkVerdict
{
    Done,

    /// <summary>The claim is over: it was lost, handed over, or has ended the task. Nothing happened.</summary>
    FenceStale,

    /// <summary>The claim is another identity's. Nothing happened.</summary>
    NotYours,

    /// <summary>There is no such task.</summary>
    NotFound,
}
