namespace InfraFabric.Cli.Answers;

/// <summary>One attempt to break a command, and what was seen.</summary>
internal sealed record FalsifyResult(string Check, string Tried, bool Held, string Seen);
