using System.Runtime.CompilerServices;

namespace InfraFabric.Wasm.Runtime;

/// <summary>
/// Makes the exceptions that compiled code throws. The code calls the method and throws what it gives, so that the
/// just-in-time compiler sees that it never goes on from there.
/// </summary>
internal static class Traps
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TrapException Unreachable() => new(TrapReason.Unreachable);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TrapException MemoryOutOfBounds() => new(TrapReason.MemoryOutOfBounds);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TrapException TableOutOfBounds() => new(TrapReason.TableOutOfBounds);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TrapException UndefinedElement() => new(TrapReason.UndefinedElement);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TrapException UninitializedElement() => new(TrapReason.UninitializedElement);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TrapException IndirectCallTypeMismatch() => new(TrapReason.IndirectCallTypeMismatch);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TrapException IntegerDivideByZero() => new(TrapReason.IntegerDivideByZero);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TrapException IntegerOverflow() => new(TrapReason.IntegerOverflow);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TrapException CallStackExhausted() => new(TrapReason.CallStackExhausted);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TrapException OutOfFuel() => new(TrapReason.OutOfFuel);

    /// <summary>The meter has less fuel than code must have.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe TrapException Stopped(Meter* meter) => meter->Fuel < 0 ? OutOfFuel() : Interrupted();

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TrapException Interrupted() => new(TrapReason.Interrupted);

    public static TrapException NullException() => new(TrapReason.NullException);

    public static TrapException ExceptionTooLarge() => new(TrapReason.ExceptionTooLarge);
}
