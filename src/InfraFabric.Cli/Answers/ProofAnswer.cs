namespace InfraFabric.Cli.Answers;

/// <summary>The proof that <c>witness prove</c> wrote, and which texts its entry commits to that are erased.</summary>
internal sealed record ProofAnswer(
    string File, string Origin, long Index, long Size, string Key, IReadOnlyList<string>? PersonalErased);
