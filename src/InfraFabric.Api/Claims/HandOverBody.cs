using System.Text.Json;

namespace InfraFabric.Api.Claims;

/// <summary>The task goes to another swarm, or to whoever is next, where it stands.</summary>
/// <param name="Fence">The fence of the claim, as claiming answered.</param>
/// <param name="To">The swarm that goes on; whoever is next, if left out.</param>
/// <param name="Checkpoint">Where the work stands: any JSON, for the one who goes on.</param>
public sealed record HandOverBody(long Fence, string? To = null, JsonElement? Checkpoint = null);
