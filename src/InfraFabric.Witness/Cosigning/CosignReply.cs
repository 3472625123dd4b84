using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Witness.Cosigning;

/// <summary>The answer of a cosigner.</summary>
/// <param name="Verdict">What it says.</param>
/// <param name="Size">How many entries of the log it has cosigned last; 0 if none.</param>
public sealed record CosignReply(CosignVerdict Verdict, long Size = 0)
{
    /// <summary>The cosignature alone.</summary>
    public SignedNote? Cosigned { get; init; }

    /// <summary>What was cosigned and what was asked for, where they do not go together.</summary>
    public LogFork? Views { get; init; }
}
