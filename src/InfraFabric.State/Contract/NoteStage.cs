namespace InfraFabric.State.Contract;

/// <summary>What a note tells of an action.</summary>
public enum NoteStage : byte
{
    /// <summary>What came of it; what a commit has changed is one.</summary>
    Outcome = 0,

    /// <summary>Somebody set out to do it.</summary>
    Attempt = 1,

    /// <summary>Something was looked at before it may happen.</summary>
    Check = 2,
}
