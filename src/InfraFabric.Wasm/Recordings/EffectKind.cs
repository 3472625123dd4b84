namespace InfraFabric.Wasm.Recordings;

/// <summary>What a host's function did beside giving results. The numbers are those of the format.</summary>
internal enum EffectKind : byte
{
    WriteMemory = 0,
    GrowMemory = 1,
    GrowTable = 2,
    SetFuel = 3,
}
