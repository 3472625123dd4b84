namespace InfraFabric.Wasm.Tiers;

/// <summary>
/// When functions are optimised, and which are divided. It changes how fast code is, and nothing that it does.
/// </summary>
internal sealed record CodePolicy
{
    public static CodePolicy Default { get; } = new();

    /// <summary>
    /// As many bytes of a module's functions are optimised when first called: it pays for small modules, and does
    /// not delay large ones.
    /// </summary>
    public int BytesAtOnce { get; init; } = 16_384;

    /// <summary>
    /// Rounds of loops after which a function that was compiled quickly is optimised; 0 optimises at once.
    /// </summary>
    public int QuickRounds { get; init; } = 10_000;

    /// <summary>What a call counts for in rounds.</summary>
    public int RoundsPerCall { get; init; } = 100;

    /// <summary>Whether the code goes on while it is optimised on another thread, or waits for that.</summary>
    public bool InBackground { get; init; } = true;

    public PartLimits Parts { get; init; } = PartLimits.Default;
}
