namespace InfraFabric.Wasm.Compilation;

/// <summary>Where the value of an operand is while code is emitted.</summary>
internal enum OperandPlace : byte
{
    /// <summary>On the evaluation stack of the emitted code.</summary>
    Stack,

    /// <summary>In the variable of its height and kind.</summary>
    Slot,

    /// <summary>Still in the WebAssembly local it comes from.</summary>
    Local,

    /// <summary>Nowhere yet: it is a constant.</summary>
    Constant,
}
