namespace InfraFabric.Wasm;

/// <summary>Running code was stopped: why, and in which functions it was.</summary>
public sealed class TrapException(TrapReason reason) : Exception(Text(reason))
{
    public TrapReason Reason { get; } = reason;

    private static string Text(TrapReason reason) => reason switch
    {
        TrapReason.Unreachable => "unreachable",
        TrapReason.MemoryOutOfBounds => "out of bounds memory access",
        TrapReason.TableOutOfBounds => "out of bounds table access",
        TrapReason.UndefinedElement => "undefined element",
        TrapReason.UninitializedElement => "uninitialized element",
        TrapReason.IndirectCallTypeMismatch => "indirect call type mismatch",
        TrapReason.IntegerDivideByZero => "integer divide by zero",
        TrapReason.IntegerOverflow => "integer overflow",
        TrapReason.InvalidConversionToInteger => "invalid conversion to integer",
        TrapReason.CallStackExhausted => "call stack exhausted",
        TrapReason.OutOfFuel => "out of fuel",
        _ => "interrupted",
    };
}
