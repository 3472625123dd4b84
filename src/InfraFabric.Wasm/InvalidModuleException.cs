namespace InfraFabric.Wasm;

/// <summary>
/// A module was refused: why, and at which byte. That is before any of it runs, but for a function that is too large
/// for the machine's compiler, which shows when it is first called.
/// </summary>
public sealed class InvalidModuleException(ModuleFault fault, string reason, long offset)
    : Exception($"{reason} (at byte {offset} of the module)")
{
    public ModuleFault Fault { get; } = fault;

    /// <summary>What is wrong, in the words of the specification's own tests where they have some.</summary>
    public string Reason { get; } = reason;

    public long Offset { get; } = offset;
}
