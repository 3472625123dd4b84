using System.Text.Json;

namespace InfraFabric.Api.Claims;

/// <summary>The work is done: with a result of up to 64 KiB, or the hash of a larger one.</summary>
/// <param name="Fence">The fence of the claim, as claiming answered.</param>
/// <param name="Result">The result: any JSON up to 64 KiB.</param>
/// <param name="ResultHash">The hash of a larger result that was put into the blob area.</param>
public sealed record CompleteBody(long Fence, JsonElement? Result = null, string? ResultHash = null);
