namespace InfraFabric.Cli.Kept;

/// <summary>A swarm that was registered at the command line.</summary>
internal sealed record KeptSwarm(string Swarm, long Session);
