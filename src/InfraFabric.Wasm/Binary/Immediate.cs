namespace InfraFabric.Wasm.Binary;

/// <summary>What follows an opcode in the bytes, in this order.</summary>
internal enum Immediate : byte
{
    None,

    /// <summary>A block type.</summary>
    Block,

    /// <summary>A block type, and clauses that say which exceptions go to which labels.</summary>
    Catches,
    Tag,

    /// <summary>How many blocks to leave.</summary>
    Label,

    /// <summary>Many labels, and one for the rest.</summary>
    Labels,
    Function,
    TypeAndTable,

    /// <summary>The kinds of what is selected; one of them.</summary>
    Kinds,
    Local,
    Global,
    Table,
    TableAndTable,
    Element,
    ElementAndTable,
    Data,
    DataAndMemory,

    /// <summary>A zero byte for the only memory.</summary>
    Memory,
    MemoryAndMemory,

    /// <summary>An alignment and an offset.</summary>
    Access,
    AccessAndLane,
    Lane,

    /// <summary>Sixteen lanes of two vectors.</summary>
    Lanes,
    Reference,
    I32,
    I64,
    F32,
    F64,
    V128,
}
