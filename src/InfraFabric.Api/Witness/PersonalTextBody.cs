namespace InfraFabric.Api.Witness;

/// <summary>A text about a person that is kept apart from the ledger.</summary>
/// <param name="Text">The text itself.</param>
/// <param name="Salt">32 random bytes in base64: the commitment is the SHA-256 of them and the text.</param>
public sealed record PersonalTextBody(string Text, byte[] Salt);
