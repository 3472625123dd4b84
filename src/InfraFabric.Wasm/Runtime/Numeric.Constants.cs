using System.Runtime.CompilerServices;

namespace InfraFabric.Wasm.Runtime;

/// <content>Constants.</content>
internal static partial class Numeric
{
    /// <summary>A float by its bits, out of the just-in-time compiler's sight: it would make a signalling NaN quiet.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static float F32FromBits(int bits) => BitConverter.Int32BitsToSingle(bits);
}
