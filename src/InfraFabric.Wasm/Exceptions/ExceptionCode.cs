using System.Runtime.CompilerServices;
using InfraFabric.Wasm.Outlines;
using InfraFabric.Wasm.Runtime;

namespace InfraFabric.Wasm.Exceptions;

/// <summary>
/// What compiled code calls to throw and to catch. As with <see cref="Traps"/>, the code throws what it is given.
/// </summary>
internal static class ExceptionCode
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Exception Throw(Value[] values, Instance instance, int tag) =>
        ExceptionValue.TryMake(values, instance.Tags[tag]) is { } made
            ? new WasmException(made)
            : Traps.ExceptionTooLarge();

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Exception ThrowAgain(object? reference) =>
        reference is ExceptionValue value ? new WasmException(value) : Traps.NullException();

    /// <summary>
    /// Which clause of a <c>try_table</c> catches what was thrown, the first being 1; 0 when none does. It runs as a
    /// filter, before anything is unwound, so that what is not caught here passes as if nothing were there.
    /// </summary>
    /// <param name="thrown">Any exception: those of the host and traps are no guest's to catch.</param>
    /// <param name="instance">Whose code has the <c>try_table</c>.</param>
    /// <param name="clauses">Where in the module's bytes its clauses are.</param>
    public static int Find(object thrown, Instance instance, int clauses)
    {
        if (thrown is not WasmException exception)
            return 0;
        var reader = new CodeReader(instance.Module.Contents.Bytes, clauses);
        var count = reader.Index();
        for (var clause = 1; clause <= count; clause++)
        {
            var (kind, tag, _) = reader.Catch();
            if (kind.HasFlag(CatchKind.All) || instance.Tags[tag] == exception.Tag)
                return clause;
        }

        return 0;
    }

    public static ExceptionValue ValueOf(object thrown) => ((WasmException)thrown).Value;
}
