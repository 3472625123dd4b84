using System.Reflection.Emit;

namespace InfraFabric.Wasm.Accesses;

/// <summary>
/// Bytes that were found to be within memory: as many as <paramref name="Reach"/>, from <paramref name="Lowest"/> above
/// the root. The variable holds that address; null where it is kept nowhere.
/// </summary>
internal readonly record struct CheckedSpan(uint Lowest, long Reach, LocalBuilder? Address)
{
    /// <summary>Whether it holds the bytes up to so far above the sum.</summary>
    public bool Covers(Sum sum, long reach) => (sum.Added - Lowest) + reach <= Reach;
}
