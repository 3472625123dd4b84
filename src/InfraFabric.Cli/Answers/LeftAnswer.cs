namespace InfraFabric.Cli.Answers;

/// <summary>Which swarm has left, and with which session.</summary>
internal sealed record LeftAnswer(string Swarm, long Session);
