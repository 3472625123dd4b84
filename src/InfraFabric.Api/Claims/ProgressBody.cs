namespace InfraFabric.Api.Claims;

/// <summary>How the work gets on.</summary>
public sealed record ProgressBody(long Fence, string Note, int? Percent = null);
