using System.Runtime.InteropServices;

namespace InfraFabric.Wasm.Runtime;

/// <summary>
/// What compiled code of a store shares and reads at fixed places. It lives outside the collected heap.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Meter
{
    public const int TransferPlaces = 256;

    /// <summary>Fuel that is left; less than zero once it ran out. It comes first of all.</summary>
    public long Fuel;

    /// <summary>
    /// The fuel that code must have to go on: none, or more than there is once the store was interrupted.
    /// </summary>
    public long LeastFuel;

    /// <summary>
    /// The number of the instance that called out last: whom a function of the host sees as its caller.
    /// </summary>
    public int Calling;

    /// <summary>The stack that is left, in its upper half; the lower half is zero.</summary>
    public long Stack;

    /// <summary>Results of a call beyond its first, 16 bytes each.</summary>
    public byte* Results;

    /// <summary>Variables of code that goes over to optimised code, 16 bytes each; null until needed.</summary>
    public byte* Transfer;
}
