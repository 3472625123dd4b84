namespace InfraFabric.Wasm.Tiers;

/// <summary>
/// What the just-in-time compiler still optimises in one method: its bounds are 2,000 blocks and 60,000 bytes of IL. A
/// function with more blocks or bytes of its own is divided into parts.
/// </summary>
internal sealed record PartLimits
{
    public static PartLimits Default { get; } = new();

    public int MaxBlocks { get; init; } = 1_800;

    public int MaxBytes { get; init; } = 14_000;

    public int MaxPartBytes { get; init; } = 4_000;

    public int MinPartBytes { get; init; } = 96;
}
