namespace InfraFabric.Api.Claims;

/// <summary>How the work gets on.</summary>
/// <param name="Fence">The fence of the claim, as claiming answered.</param>
/// <param name="Note">What there is to tell, in a sentence.</param>
/// <param name="Percent">How much is done, 0 to 100.</param>
public sealed record ProgressBody(long Fence, string Note, int? Percent = null);
