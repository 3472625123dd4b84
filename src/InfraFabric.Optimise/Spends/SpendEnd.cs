namespace InfraFabric.Optimise.Spends;

/// <summary>What became of the work on which something was spent. The numbers stand in files.</summary>
public enum SpendEnd
{
    /// <summary>It was spent on no task.</summary>
    None = 0,

    /// <summary>The claim has not ended.</summary>
    Open = 1,

    /// <summary>The claim has ended with a result.</summary>
    Completed = 2,

    /// <summary>The claim has ended without one.</summary>
    Failed = 3,

    /// <summary>The session of the claim's owner ended before the work did.</summary>
    Lost = 4,

    /// <summary>The task was handed over to go on elsewhere.</summary>
    Released = 5,

    /// <summary>The task was called off.</summary>
    Cancelled = 6,

    /// <summary>It helped with a task that was completed.</summary>
    Helped = 7,

    /// <summary>It helped with a task that was not.</summary>
    HelpedNothing = 8,
}
