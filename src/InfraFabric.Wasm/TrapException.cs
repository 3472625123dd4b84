using InfraFabric.Wasm.Traces;

namespace InfraFabric.Wasm;

/// <summary>Running code was stopped: why, and in which functions it was.</summary>
public sealed class TrapException(TrapReason reason) : Exception(Text(reason))
{
    public TrapReason Reason { get; } = reason;

    /// <summary>
    /// The functions it came through, as far as it was caught: those of WebAssembly and, between them, those of the
    /// host. It is found anew each time, and only then.
    /// </summary>
    public Trace Trace => Trace.Of(this);

    /// <summary>The frames of <see cref="Trace"/>, the innermost first.</summary>
    public IReadOnlyList<TraceFrame> Frames => Trace.Frames;

    /// <summary>The reason and the trace. The host's own stack is in <see cref="Exception.StackTrace"/>.</summary>
    public override string ToString() =>
        Trace is { Frames.Count: > 0 } trace ? $"wasm trap: {Message}\n{trace}" : $"wasm trap: {Message}";

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
        TrapReason.NullException => "null exception reference",
        TrapReason.ExceptionTooLarge => "exception too large",
        _ => "interrupted",
    };
}
