using InfraFabric.State.Contract;

namespace InfraFabric.State.Memory;

/// <summary>
/// One step of the state: what a commit, or the start or end of a lease, changed. Applying the same entries in the same
/// order always gives the same state; the log on disk is a list of them.
/// </summary>
internal sealed class LogEntry
{
    /// <summary>The revision that the step made; 0 for a step that only removes notes.</summary>
    public required long Revision { get; init; }

    /// <summary>The versions it made, a tombstone for a record that it removed.</summary>
    public IReadOnlyList<Record> Versions { get; init; } = [];

    /// <summary>The notes, encoded.</summary>
    public IReadOnlyList<byte[]> Notes { get; init; } = [];

    /// <summary>The terms of the lease that the step granted; its id is the revision.</summary>
    public LeaseTerms? Granted { get; init; }

    /// <summary>The lease that the step ended.</summary>
    public LeaseId EndedLease { get; init; }

    /// <summary>The notes up to here are removed from the outbox by this step.</summary>
    public NotePosition RemovedNotes { get; init; }
}
