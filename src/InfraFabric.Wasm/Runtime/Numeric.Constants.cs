using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace InfraFabric.Wasm.Runtime;

/// <content>Floats by their bits.</content>
internal static partial class Numeric
{
    /// <summary>A float by its bits, out of the just-in-time compiler's sight: it would make a signalling NaN quiet.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static float F32FromBits(int bits) => BitConverter.Int32BitsToSingle(bits);

    /// <summary>
    /// A float by its bits. Through a vector, since the just-in-time compiler of .NET 10 makes a load of one or two bytes
    /// and <see cref="BitConverter.Int32BitsToSingle"/> one load of four: wrong, and beyond the memory at its end.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float F32ReinterpretI32(int bits) => Vector128.CreateScalarUnsafe(bits).AsSingle().ToScalar();
}
