namespace InfraFabric.Cli.Answers;

/// <summary>The checkpoint that <c>witness checkpoint</c> shows.</summary>
internal sealed record CheckpointAnswer(
    string Origin, long Size, string Root, string Key, string KeyFrom, IReadOnlyList<string> Keys, string Note);
