namespace InfraFabric.Api.Tasks;

/// <summary>Where a task stands after a call.</summary>
/// <param name="Id">Which.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Revision">The commit that did it; 0 if it had been done before.</param>
public sealed record TaskStateBody(string Id, string State, long Revision);
