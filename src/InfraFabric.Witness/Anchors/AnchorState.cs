namespace InfraFabric.Witness.Anchors;

/// <summary>How far an anchor has come.</summary>
/// <param name="Size">How many entries it holds.</param>
/// <param name="Added">How many of them it did not hold before.</param>
public sealed record AnchorState(long Size, long Added);
