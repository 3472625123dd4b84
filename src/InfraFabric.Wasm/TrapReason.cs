namespace InfraFabric.Wasm;

/// <summary>Why running code was stopped.</summary>
public enum TrapReason
{
    Unreachable,
    MemoryOutOfBounds,
    TableOutOfBounds,
    UndefinedElement,
    UninitializedElement,
    IndirectCallTypeMismatch,
    IntegerDivideByZero,
    IntegerOverflow,
    InvalidConversionToInteger,
    CallStackExhausted,
    OutOfFuel,
    Interrupted,
    NullException,
    ExceptionTooLarge,
}
