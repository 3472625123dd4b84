using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;
using V128 = System.Runtime.Intrinsics.Vector128<byte>;

namespace InfraFabric.Wasm.Simd;

/// <summary>The instructions on 128 bits without lanes.</summary>
internal static class Bitwise
{
    [MethodImpl(AggressiveInlining)]
    public static V128 V128Not(V128 a) => ~a;

    [MethodImpl(AggressiveInlining)]
    public static V128 V128And(V128 a, V128 b) => a & b;

    [MethodImpl(AggressiveInlining)]
    public static V128 V128Andnot(V128 a, V128 b) => Vector128.AndNot(a, b);

    [MethodImpl(AggressiveInlining)]
    public static V128 V128Or(V128 a, V128 b) => a | b;

    [MethodImpl(AggressiveInlining)]
    public static V128 V128Xor(V128 a, V128 b) => a ^ b;

    [MethodImpl(AggressiveInlining)]
    public static V128 V128Bitselect(V128 a, V128 b, V128 mask) => Vector128.ConditionalSelect(mask, a, b);

    [MethodImpl(AggressiveInlining)]
    public static int V128AnyTrue(V128 a) => a == V128.Zero ? 0 : 1;
}
