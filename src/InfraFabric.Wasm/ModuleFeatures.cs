namespace InfraFabric.Wasm;

/// <summary>What is understood beyond WebAssembly 2.0. Each is off until it is asked for.</summary>
[Flags]
public enum ModuleFeatures
{
    None = 0,
    TailCalls = 1,
    ExtendedConstants = 2,

    /// <summary>Tags, <c>try_table</c>, <c>throw</c> and <c>throw_ref</c>; not the older form.</summary>
    Exceptions = 4,
}
