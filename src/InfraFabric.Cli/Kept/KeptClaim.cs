namespace InfraFabric.Cli.Kept;

/// <summary>A task that was claimed at the command line.</summary>
internal sealed record KeptClaim(string Task, string Swarm, long Fence);
