namespace InfraFabric.Api.Witness;

/// <summary>How the ledger stands.</summary>
public sealed record WitnessStatsBody
{
    /// <summary>Tells this ledger from every other.</summary>
    public required string Ledger { get; init; }

    /// <summary>Its name in its checkpoints.</summary>
    public required string Origin { get; init; }

    /// <summary>The key that signs its checkpoints, as C2SP's signed-note writes it: for who verifies them.</summary>
    public required string Key { get; init; }

    /// <summary>How many entries it has.</summary>
    public required long Size { get; init; }

    /// <summary>The texts of entries before this place are no longer kept; their hashes are.</summary>
    public required long Pruned { get; init; }

    /// <summary>The hash that stands for all of them; left out while there is none.</summary>
    public string? Root { get; init; }

    /// <summary>How long ago the newest entry was noted, which the newest checkpoint covers.</summary>
    public long? CheckpointAgeMs { get; init; }

    /// <summary>The revision of the state.</summary>
    public required long Revision { get; init; }

    /// <summary>The revision of the last commit whose notes are entries.</summary>
    public required long DrainedRevision { get; init; }

    /// <summary>Notes of commits that are no entries yet.</summary>
    public required long PendingNotes { get; init; }

    /// <summary>Entries that cannot be searched for yet.</summary>
    public required long Unindexed { get; init; }

    /// <summary>For how long this server could not make entries of notes; 0 while it can, or need not.</summary>
    public required long LagMs { get; init; }

    /// <summary>Why it cannot.</summary>
    public string? Problem { get; init; }

    /// <summary>The server that writes the ledger.</summary>
    public string? Writer { get; init; }

    /// <summary>Whether that is the server that answers.</summary>
    public required bool IsWriter { get; init; }

    /// <summary>The copies of it that the server which writes it pushes.</summary>
    public IReadOnlyList<WitnessAnchorBody> Anchors { get; init; } = [];

    /// <summary>Who is asked to cosign it.</summary>
    public IReadOnlyList<WitnessCosignerBody> Cosigners { get; init; } = [];

    /// <summary>The key with which this server cosigns other logs; left out if it cosigns none.</summary>
    public string? CosignerKey { get; init; }

    /// <summary>The logs that this server cosigns.</summary>
    public IReadOnlyList<WitnessCosignedBody> Cosigns { get; init; } = [];
}
