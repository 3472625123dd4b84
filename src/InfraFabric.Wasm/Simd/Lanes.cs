using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;
using V128 = System.Runtime.Intrinsics.Vector128<byte>;

namespace InfraFabric.Wasm.Simd;

/// <summary>The instructions that are the same on integers and floats of any width.</summary>
internal static class Lanes<T>
{
    [MethodImpl(AggressiveInlining)]
    public static V128 Eq(V128 a, V128 b) => Vector128.Equals(Of(a), Of(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 Ne(V128 a, V128 b) => ~Vector128.Equals(Of(a), Of(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 Abs(V128 a) => Vector128.Abs(Of(a)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 Neg(V128 a) => (-Of(a)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 Add(V128 a, V128 b) => (Of(a) + Of(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 Sub(V128 a, V128 b) => (Of(a) - Of(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 Mul(V128 a, V128 b) => (Of(a) * Of(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    private static Vector128<T> Of(V128 bits) => bits.As<byte, T>();
}
