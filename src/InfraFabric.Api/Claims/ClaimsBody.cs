namespace InfraFabric.Api.Claims;

/// <summary>What was claimed; nothing, if there is nothing to do.</summary>
public sealed record ClaimsBody(IReadOnlyList<ClaimBody> Claims);
