using InfraFabric.Witness.Notes;

namespace InfraFabric.Witness.Verifying;

/// <summary>By what a log is audited.</summary>
public sealed record AuditOptions
{
    /// <summary>How far the clocks of those who make entries may be apart, if nothing else is said.</summary>
    public static readonly TimeSpan DefaultSkew = TimeSpan.FromMinutes(5);

    /// <summary>Who may have signed its checkpoint.</summary>
    public required IReadOnlyList<NoteKey> Keys { get; init; }

    /// <summary>A signed checkpoint that was seen before, which the log must continue.</summary>
    public SignedNote? Earlier { get; init; }

    /// <summary>How the log went from key to key, as far as that is known.</summary>
    public LogHandovers Handovers { get; init; } = LogHandovers.Read("");

    /// <summary>By how much an entry may say that it is older than one before it.</summary>
    public TimeSpan Skew { get; init; } = DefaultSkew;
}
