namespace InfraFabric.Cli.Answers;

/// <summary>The proof that <c>witness prove</c> wrote.</summary>
internal sealed record ProofAnswer(string File, string Origin, long Index, long Size, string Key);
