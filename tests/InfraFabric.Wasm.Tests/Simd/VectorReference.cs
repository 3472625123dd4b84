using System.Runtime.Intrinsics;

namespace InfraFabric.Wasm.Tests.Simd;

/// <summary>For each vector instruction, by its name, what it gives: lane by lane, with scalars.</summary>
internal sealed class VectorReference
{
    private VectorReference()
    {
        IntegerReference.AddTo(this);
        FloatReference.AddTo(this);
    }

    public static VectorReference Instance { get; } = new();

    public Dictionary<string, Func<Vector128<byte>, Vector128<byte>>> Unary { get; } = [];

    public Dictionary<string, Func<Vector128<byte>, Vector128<byte>, Vector128<byte>>> Binary { get; } = [];

    public Dictionary<string, Func<Vector128<byte>, int, Vector128<byte>>> Shift { get; } = [];

    public Dictionary<string, Func<Vector128<byte>, int>> Test { get; } = [];
}
