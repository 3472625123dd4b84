namespace InfraFabric.Api.Claims;

/// <summary>A step of the work that has nothing else to tell.</summary>
/// <param name="Fence">The fence of the claim, as claiming answered.</param>
public sealed record FenceBody(long Fence);
