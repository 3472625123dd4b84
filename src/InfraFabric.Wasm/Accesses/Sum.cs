namespace InfraFabric.Wasm.Accesses;

/// <summary>
/// What is known of a 32-bit value while code is emitted: it is <see cref="Added"/> more than some value, which is not
/// known but has a number. Zero stands for no such value.
/// </summary>
internal readonly record struct Sum(int Root, uint Added)
{
    public Sum Plus(uint more) => Root == 0 ? this : this with { Added = Added + more };
}
