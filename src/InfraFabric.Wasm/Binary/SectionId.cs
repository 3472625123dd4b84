namespace InfraFabric.Wasm.Binary;

/// <summary>The sections of a module. Custom ones stand anywhere, the others at most once and in their order.</summary>
internal enum SectionId : byte
{
    Custom,
    Type,
    Import,
    Function,
    Table,
    Memory,
    Global,
    Export,
    Start,
    Element,
    Code,
    Data,
    DataCount,
    Tag,
}
