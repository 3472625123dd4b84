using InfraFabric.Wasm.Tiers;

namespace InfraFabric.Wasm;

/// <summary>How a module is read and compiled.</summary>
public sealed record ModuleOptions
{
    public static ModuleOptions Default { get; } = new();

    public ModuleLimits Limits { get; init; } = ModuleLimits.Default;

    public ModuleFeatures Features { get; init; }

    public Metering Metering { get; init; }

    internal CodePolicy Code { get; init; } = CodePolicy.Default;
}
