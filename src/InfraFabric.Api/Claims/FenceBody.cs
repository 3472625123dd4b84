namespace InfraFabric.Api.Claims;

/// <summary>A step of the work that has nothing else to tell.</summary>
public sealed record FenceBody(long Fence);
