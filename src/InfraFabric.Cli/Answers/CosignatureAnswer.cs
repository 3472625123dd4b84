namespace InfraFabric.Cli.Answers;

/// <summary>A cosignature that <c>witness verify</c> has found.</summary>
internal sealed record CosignatureAnswer(string Key, DateTimeOffset Time);
