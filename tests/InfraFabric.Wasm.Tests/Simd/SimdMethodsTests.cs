using System.Runtime.Intrinsics;
using System.Text.RegularExpressions;
using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Simd;

namespace InfraFabric.Wasm.Tests.Simd;

public sealed partial class SimdMethodsTests
{
    [GeneratedRegex("^V128(Load|Store|Const)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Moves { get; }

    [GeneratedRegex("Lane|Splat$|Shuffle$|Bitselect$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Singular { get; }

    [Fact]
    public void Find_EveryInstructionThatComputes_HasItsOwnSignature()
    {
        var found = Computing().ToDictionary(opcode => opcode, opcode => Signature(SimdMethods.Find(opcode)!));

        found.ShouldBe(Computing().ToDictionary(opcode => opcode, opcode => Expected(opcode.ToString())));
        found.Count.ShouldBe(213);
    }

    [Fact]
    public void Find_LoadsStoresAndConstants_HaveNoMethod() =>
        Enum.GetValues<Opcode>().Except(Computing()).Where(opcode => SimdMethods.Find(opcode) is not null)
            .ShouldBeEmpty();

    [Fact]
    public void Reference_EveryInstructionWithoutAScalar_IsCovered()
    {
        var reference = VectorReference.Instance;

        reference.Unary.Keys.Concat(reference.Binary.Keys).Concat(reference.Shift.Keys).Concat(reference.Test.Keys)
            .Order(StringComparer.Ordinal)
            .ShouldBe(Computing().Select(opcode => opcode.ToString())
                .Where(name => !Singular.IsMatch(name))
                .Order(StringComparer.Ordinal));
    }

    private static IEnumerable<Opcode> Computing() =>
        Enum.GetValues<Opcode>().Where(opcode => (int)opcode >> 8 == 0xFD && !Moves.IsMatch(opcode.ToString()));

    private static string Signature(System.Reflection.MethodInfo method) =>
        $"({string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)))})"
        + $" -> {Name(method.ReturnType)}";

    private static string Name(Type type) => type == typeof(Vector128<byte>) ? "V" : type.Name;

    private static string Expected(string opcode)
    {
        var shape = opcode[..5];
        var scalar = shape switch { "I64x2" => "Int64", "F32x4" => "Single", "F64x2" => "Double", _ => "Int32" };
        return opcode switch
        {
            "I8x16Shuffle" or "V128Bitselect" => "(V, V, V) -> V",
            _ when opcode == shape + "Splat" => $"({scalar}) -> V",
            _ when opcode == shape + "ReplaceLane" => $"(V, {scalar}, Int32) -> V",
            _ when opcode.Contains("ExtractLane") => $"(V, Int32) -> {scalar}",
            _ when VectorReference.Instance.Test.ContainsKey(opcode) => "(V) -> Int32",
            _ when VectorReference.Instance.Shift.ContainsKey(opcode) => "(V, Int32) -> V",
            _ when VectorReference.Instance.Unary.ContainsKey(opcode) => "(V) -> V",
            _ => "(V, V) -> V",
        };
    }
}
