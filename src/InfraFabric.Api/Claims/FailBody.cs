namespace InfraFabric.Api.Claims;

/// <summary>The attempt has failed; it is tried again unless that cannot help.</summary>
public sealed record FailBody(long Fence, string Reason, bool Retry = true);
