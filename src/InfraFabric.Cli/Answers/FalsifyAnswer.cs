namespace InfraFabric.Cli.Answers;

/// <summary>What held and what broke when a command was attacked. Nothing real was changed.</summary>
internal sealed record FalsifyAnswer(string Command, bool Held, IReadOnlyList<FalsifyResult> Checks);
