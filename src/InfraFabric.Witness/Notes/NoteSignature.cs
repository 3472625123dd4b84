namespace InfraFabric.Witness.Notes;

/// <summary>One signature line of a note. Whether it holds is another question.</summary>
/// <param name="Name">The signer's name, as the note says.</param>
/// <param name="KeyId">The number of its key.</param>
/// <param name="Bytes">What follows the number: for Ed25519 its 64 bytes, for a cosignature a time before them.</param>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Bytes);
