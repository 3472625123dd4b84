using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace InfraFabric.Wasm.Runtime;

/// <content>
/// Square roots and roundings. The scalar instructions of x86 keep the upper half of a register that they name; it is
/// the operand's own here, so that no result waits for what the target register held before.
/// </content>
internal static partial class Numeric
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float F32Sqrt(float value)
    {
        if (!Sse.IsSupported)
            return MathF.Sqrt(value);
        var vector = Vector128.CreateScalarUnsafe(value);
        return Sse.SqrtScalar(vector, vector).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double F64Sqrt(double value)
    {
        if (!Sse2.IsSupported)
            return Math.Sqrt(value);
        var vector = Vector128.CreateScalarUnsafe(value);
        return Sse2.SqrtScalar(vector, vector).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float F32Ceil(float value)
    {
        if (!Sse41.IsSupported)
            return MathF.Ceiling(value);
        var vector = Vector128.CreateScalarUnsafe(value);
        return Sse41.RoundToPositiveInfinityScalar(vector, vector).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double F64Ceil(double value)
    {
        if (!Sse41.IsSupported)
            return Math.Ceiling(value);
        var vector = Vector128.CreateScalarUnsafe(value);
        return Sse41.RoundToPositiveInfinityScalar(vector, vector).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float F32Floor(float value)
    {
        if (!Sse41.IsSupported)
            return MathF.Floor(value);
        var vector = Vector128.CreateScalarUnsafe(value);
        return Sse41.RoundToNegativeInfinityScalar(vector, vector).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double F64Floor(double value)
    {
        if (!Sse41.IsSupported)
            return Math.Floor(value);
        var vector = Vector128.CreateScalarUnsafe(value);
        return Sse41.RoundToNegativeInfinityScalar(vector, vector).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float F32Trunc(float value)
    {
        if (!Sse41.IsSupported)
            return MathF.Truncate(value);
        var vector = Vector128.CreateScalarUnsafe(value);
        return Sse41.RoundToZeroScalar(vector, vector).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double F64Trunc(double value)
    {
        if (!Sse41.IsSupported)
            return Math.Truncate(value);
        var vector = Vector128.CreateScalarUnsafe(value);
        return Sse41.RoundToZeroScalar(vector, vector).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float F32Nearest(float value)
    {
        if (!Sse41.IsSupported)
            return MathF.Round(value);
        var vector = Vector128.CreateScalarUnsafe(value);
        return Sse41.RoundToNearestIntegerScalar(vector, vector).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double F64Nearest(double value)
    {
        if (!Sse41.IsSupported)
            return Math.Round(value);
        var vector = Vector128.CreateScalarUnsafe(value);
        return Sse41.RoundToNearestIntegerScalar(vector, vector).ToScalar();
    }
}
