namespace InfraFabric.Cli.Answers;

/// <summary>What <c>witness cosign</c> signed, or why it did not.</summary>
internal sealed record CosignAnswer(string Target, string Key, string? Note, string? Reason, string? Evidence);
