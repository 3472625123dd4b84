namespace InfraFabric.Cli.Answers;

/// <summary>What forgetting a server answers.</summary>
internal sealed record ForgottenServerAnswer(string Server);
