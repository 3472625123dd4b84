using System.Text.Json;

namespace InfraFabric.Api.Claims;

/// <summary>The work is done: with a result of up to 64 KiB, or the hash of a larger one.</summary>
public sealed record CompleteBody(long Fence, JsonElement? Result = null, string? ResultHash = null);
