using System.Collections.Immutable;
using InfraFabric.Wasm.Traces;

namespace InfraFabric.Wasm.Exceptions;

/// <summary>
/// An exception of WebAssembly on its way: one that a guest threw and did not catch, or one that a function of the host
/// throws for the guest to catch.
/// </summary>
public sealed class WasmException : Exception
{
    /// <summary>What a function of the host throws.</summary>
    /// <exception cref="ArgumentException">The values are not those of the tag.</exception>
    public WasmException(Tag tag, params ReadOnlySpan<Value> values)
        : this(new ExceptionValue(tag, values))
    {
    }

    /// <summary>Throws what was caught once more.</summary>
    public WasmException(ExceptionValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Value = value;
    }

    public ExceptionValue Value { get; }

    public Tag Tag => Value.Tag;

    public ImmutableArray<Value> Values => Value.Values;

    /// <summary>
    /// The functions it came through since it was thrown last, as far as it was caught. It is found anew each time,
    /// and only then.
    /// </summary>
    public Trace Trace => Trace.Of(this);

    /// <summary>The frames of <see cref="Trace"/>, the innermost first.</summary>
    public IReadOnlyList<TraceFrame> Frames => Trace.Frames;

    /// <summary>What the tag is, without the values: they are the guest's and may be secret.</summary>
    public override string Message => $"uncaught exception: {Tag.Type}";

    /// <summary>The message and the trace. The host's own stack is in <see cref="Exception.StackTrace"/>.</summary>
    public override string ToString() =>
        Trace is { Frames.Count: > 0 } trace ? $"wasm exception: {Message}\n{trace}" : $"wasm exception: {Message}";
}
