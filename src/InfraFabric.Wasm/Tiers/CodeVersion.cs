namespace InfraFabric.Wasm.Tiers;

/// <summary>What a function is compiled to: quickly, or optimised; whole, or from the begin of a loop on.</summary>
/// <param name="Loop">Where in the module's bytes the loop's body begins; 0 for the whole function.</param>
internal readonly record struct CodeVersion(bool IsQuick, int Loop)
{
    public static CodeVersion Quick => new(true, 0);

    public static CodeVersion Optimised => new(false, 0);
}
