using System.Text;

namespace InfraFabric.Wasm.Traces;

/// <summary>Which functions of WebAssembly and of the host were on the stack, the innermost first.</summary>
/// <param name="Frames">The innermost ones, at most <see cref="MaxFrames"/>.</param>
/// <param name="Omitted">How many functions more there were.</param>
public sealed record Trace(IReadOnlyList<TraceFrame> Frames, int Omitted)
{
    public const int MaxFrames = 100;

    /// <summary>
    /// The functions that an exception came through, as far as it was caught; also one of the host's own that passed
    /// through a guest. They are found now.
    /// </summary>
    public static Trace Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return TraceReader.Read(exception);
    }

    public override string ToString()
    {
        var text = new StringBuilder("wasm trace:");
        foreach (var frame in Frames)
            text.Append("\n   at ").Append(frame);
        if (Omitted > 0)
            text.Append("\n   and ").Append(Omitted).Append(" more");
        return text.ToString();
    }
}
