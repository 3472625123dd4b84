namespace InfraFabric.Api.Claims;

/// <summary>The attempt has failed; it is tried again unless that cannot help.</summary>
/// <param name="Fence">The fence of the claim, as claiming answered.</param>
/// <param name="Reason">What went wrong.</param>
/// <param name="Retry">Whether another attempt can help; true, if left out.</param>
public sealed record FailBody(long Fence, string Reason, bool Retry = true);
