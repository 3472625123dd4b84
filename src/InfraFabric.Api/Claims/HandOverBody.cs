using System.Text.Json;

namespace InfraFabric.Api.Claims;

/// <summary>The task goes to another swarm, or to whoever is next, where it stands.</summary>
public sealed record HandOverBody(long Fence, string? To = null, JsonElement? Checkpoint = null);
