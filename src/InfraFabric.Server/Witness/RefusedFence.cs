namespace InfraFabric.Server.Witness;

/// <summary>The claim under which a call was made that is refused, for the note of the refusal.</summary>
internal sealed record RefusedFence(long Fence);
