namespace InfraFabric.Witness.Storage;

/// <summary>
/// A particular about a person, kept apart from the ledger. With the salt anybody can check the commitment; without it
/// nobody can guess the text.
/// </summary>
/// <param name="Commitment">What the entry holds: a hash of the salt and the text.</param>
/// <param name="Salt">32 random bytes.</param>
/// <param name="Text">The text itself.</param>
public sealed record PersonalText(string Commitment, ReadOnlyMemory<byte> Salt, string Text);
