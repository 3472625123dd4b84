using InfraFabric.Api.Swarms;

namespace InfraFabric.Cli.Answers;

/// <summary>One event of a stream, as one line of JSON.</summary>
internal sealed record StreamAnswer(string Event, SwarmEventBody? Data, string? Reason = null);
