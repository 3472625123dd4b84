using InfraFabric.Wasm.Tiers;

namespace InfraFabric.Wasm.Tests.Compilation;

/// <summary>Each way in which a function can come to run, forced.</summary>
internal static class CodePolicies
{
    public static CodePolicy Quick { get; } = new() { BytesAtOnce = 0, QuickRounds = int.MaxValue, RoundsPerCall = 0 };

    public static CodePolicy Optimised { get; } = new() { QuickRounds = 0 };

    /// <summary>The first round of each loop goes over to optimised code, and each function at once.</summary>
    public static CodePolicy Impatient { get; } = new()
    {
        BytesAtOnce = 0,
        QuickRounds = 1,
        RoundsPerCall = 1,
        InBackground = false,
    };

    public static CodePolicy Divided { get; } = new()
    {
        QuickRounds = 0,
        Parts = new PartLimits { MaxBlocks = 0, MaxBytes = 0, MaxPartBytes = 40, MinPartBytes = 1 },
    };

    public static CodePolicy Background { get; } = new() { BytesAtOnce = 0, QuickRounds = 10, RoundsPerCall = 1 };

    public static TheoryData<string> Names =>
        [nameof(Quick), nameof(Optimised), nameof(Impatient), nameof(Divided), nameof(Background)];

    public static CodePolicy Find(string name) => name switch
    {
        nameof(Quick) => Quick,
        nameof(Optimised) => Optimised,
        nameof(Impatient) => Impatient,
        nameof(Divided) => Divided,
        nameof(Background) => Background,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such policy."),
    };
}
