namespace InfraFabric.Witness.Cosigning;

/// <summary>What a cosigner says to a request.</summary>
public enum CosignVerdict
{
    /// <summary>It is cosigned.</summary>
    Cosigned,

    /// <summary>The log is none of those that are cosigned here.</summary>
    UnknownLog,

    /// <summary>None of the log's keys has signed the checkpoint.</summary>
    NotSigned,

    /// <summary>The checkpoint has fewer entries than it is said to continue.</summary>
    Shrunk,

    /// <summary>Another checkpoint was cosigned last than the one that this is said to continue.</summary>
    OtherSize,

    /// <summary>Another root was cosigned for this very size: the log is forked, and both notes prove it.</summary>
    OtherRoot,

    /// <summary>
    /// The proof does not lead from what was cosigned to this checkpoint: the log is forked, or the proof is none.
    /// </summary>
    Inconsistent,
}
