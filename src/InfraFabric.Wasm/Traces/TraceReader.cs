using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using InfraFabric.Wasm.Calls;
using InfraFabric.Wasm.Compilation;

namespace InfraFabric.Wasm.Traces;

/// <summary>
/// Finds the functions of WebAssembly in the stack trace that the runtime keeps with an exception. Nothing is done
/// until somebody asks: a trap that is only caught pays for no names.
/// </summary>
internal static class TraceReader
{
    private const int MaxNameLength = 200;

    public static Trace Read(Exception exception)
    {
        var frames = new List<TraceFrame>();
        var omitted = 0;
        MethodBase? inner = null;
        var isInHost = false;
        foreach (var stackFrame in new StackTrace(exception, fNeedFileInfo: false).GetFrames())
        {
            if (stackFrame.GetMethod() is not { } method)
                continue;

            // What runs from one call out of a module to the next is one frame, however the host is made.
            var isHost = HostEntry.IsEntry(method);
            var frame = isHost && !isInHost ? new TraceFrame(null, NameOf(inner), null) : FrameOf(method);
            if (!isHost && method.Module.Assembly != typeof(TraceReader).Assembly)
                inner = method;
            if (frame is null)
                continue;
            isInHost = isHost;
            inner = null;
            if (frames.Count < Trace.MaxFrames)
                frames.Add(frame);
            else
                omitted++;
        }

        return new Trace(frames, omitted);
    }

    private static TraceFrame? FrameOf(MethodBase method)
    {
        if (ModuleCode.Find(method) is not var (code, function))
            return null;
        var name = code.Names.FunctionName(function) ?? NameOf(code, function);
        var module = code.Names.ModuleName;
        return new TraceFrame(function, Printable(name), module is null ? null : Printable(module));
    }

    private static string NameOf(ModuleCode code, int function) =>
        Array.Find(code.Contents.Exports, export => export.Type is Types.FunctionType && export.Index == function)?.Name
        ?? $"func[{function}]";

    // The guest chose it: in a log it must not look like lines of the host.
    private static string Printable(string name)
    {
        var text = name.AsSpan(0, Math.Min(name.Length, MaxNameLength)).ToArray();
        foreach (ref var letter in text.AsSpan())
        {
            if (char.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                letter = '?';
            }
        }

        return name.Length > MaxNameLength ? $"{new string(text)}…" : new string(text);
    }

    private static string NameOf(MethodBase? method) => method is null ? "function"
        : method.DeclaringType is { } type ? $"{type.Name}.{method.Name}" : method.Name;
}
