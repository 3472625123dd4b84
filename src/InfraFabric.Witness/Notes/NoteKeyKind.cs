namespace InfraFabric.Witness.Notes;

/// <summary>What a key signs, by the numbers of C2SP's signed-note.</summary>
public enum NoteKeyKind : byte
{
    /// <summary>Ed25519 over the text of a note.</summary>
    Ed25519 = 1,

    /// <summary>Ed25519 over the text of a checkpoint and the time at which it was seen.</summary>
    Cosignature = 4,
}
