namespace InfraFabric.Wasm;

/// <summary>A module was refused before any of it ran: why, and at which byte.</summary>
public sealed class InvalidModuleException(ModuleFault fault, string reason, long offset)
    : Exception($"{reason} (at byte {offset} of the module)")
{
    public ModuleFault Fault { get; } = fault;

    /// <summary>What is wrong, in the words of the specification's own tests where they have some.</summary>
    public string Reason { get; } = reason;

    public long Offset { get; } = offset;
}
