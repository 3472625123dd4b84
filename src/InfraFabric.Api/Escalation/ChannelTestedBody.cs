namespace InfraFabric.Api.Escalation;

/// <summary>A channel that something of no importance got through.</summary>
/// <param name="Channel">Its name.</param>
public sealed record ChannelTestedBody(string Channel);
