using System.Runtime.Intrinsics;
using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Simd;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Tests.Simd;

/// <summary>Each method gives what the reference gives, for vectors full of edges.</summary>
public sealed class VectorInstructionTests
{
    public static TheoryData<string> Unary => [.. VectorReference.Instance.Unary.Keys];

    public static TheoryData<string> Binary => [.. VectorReference.Instance.Binary.Keys];

    public static TheoryData<string> Shifts => [.. VectorReference.Instance.Shift.Keys];

    public static TheoryData<string> Tests => [.. VectorReference.Instance.Test.Keys];

    [Theory]
    [MemberData(nameof(Unary))]
    public void Unary_EdgeVectors_GivesWhatTheReferenceGives(string name)
    {
        var method = Method<Func<Vector128<byte>, Vector128<byte>>>(name);
        var reference = VectorReference.Instance.Unary[name];

        foreach (var a in VectorSamples.All)
            Canonical(name, method(a)).ShouldBe(reference(a), $"{name} {a:x2}");
    }

    [Theory]
    [MemberData(nameof(Binary))]
    public void Binary_EdgeVectors_GivesWhatTheReferenceGives(string name)
    {
        var method = Method<Func<Vector128<byte>, Vector128<byte>, Vector128<byte>>>(name);
        var reference = VectorReference.Instance.Binary[name];

        foreach (var (a, b, c) in VectorSamples.Triples())
        {
            Canonical(name, method(a, b)).ShouldBe(reference(a, b), $"{name} {a:x2} {b:x2}");
            Canonical(name, method(a, c)).ShouldBe(reference(a, c), $"{name} {a:x2} {c:x2}");
            Canonical(name, method(a, a)).ShouldBe(reference(a, a), $"{name} {a:x2} twice");
        }
    }

    [Theory]
    [MemberData(nameof(Shifts))]
    public void Shift_AnyCount_IsByTheCountModuloTheLaneWidth(string name)
    {
        var method = Method<Func<Vector128<byte>, int, Vector128<byte>>>(name);
        var reference = VectorReference.Instance.Shift[name];

        foreach (var (index, a) in VectorSamples.All.Index())
            method(a, (index * 3) - 200).ShouldBe(reference(a, (index * 3) - 200), $"{name} {a:x2}");
    }

    [Theory]
    [MemberData(nameof(Tests))]
    public void Test_EdgeVectors_GivesWhatTheReferenceGives(string name)
    {
        var method = Method<Func<Vector128<byte>, int>>(name);
        var reference = VectorReference.Instance.Test[name];

        foreach (var a in VectorSamples.All.Append(default).Append(Vector128<byte>.AllBitsSet))
            method(a).ShouldBe(reference(a), $"{name} {a:x2}");
    }

    [Fact]
    public void Shuffle_EdgeVectors_TakesLanesOfBoth()
    {
        foreach (var (a, b, c) in VectorSamples.Triples())
        {
            var lanes = c & Vector128.Create((byte)31);
            var both = LaneReader.Unsigned(a, 8).Concat(LaneReader.Unsigned(b, 8)).ToList();
            var expected = LaneReader.ToVector(LaneReader.Unsigned(lanes, 8).Select(lane => both[(int)lane]), 8);
            Int8Lanes.I8x16Shuffle(a, b, lanes).ShouldBe(expected);
        }
    }

    [Fact]
    public void Bitselect_EdgeVectors_TakesEachBitOfOneOrTheOther()
    {
        foreach (var (a, b, c) in VectorSamples.Triples())
            Bitwise.V128Bitselect(a, b, c).ShouldBe((a & c) | (b & ~c));
    }

    // As the compiler does, where what an instruction gives is looked at.
    private static Vector128<byte> Canonical(string name, Vector128<byte> result) =>
        VectorArithmetic.Result(Enum.Parse<Opcode>(name)) switch
        {
            ValueKind.F32 => FloatLanes<float>.Canonical(result),
            ValueKind.F64 => FloatLanes<double>.Canonical(result),
            _ => result,
        };

    private static T Method<T>(string name) where T : Delegate =>
        SimdMethods.Find(Enum.Parse<Opcode>(name))!.CreateDelegate<T>();
}
