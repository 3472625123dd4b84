namespace InfraFabric.Wasm.Binary;

/// <summary>When a segment is copied: while the module is instantiated, by an instruction, or never.</summary>
internal enum SegmentMode : byte
{
    Active,
    Passive,
    Declarative,
}
