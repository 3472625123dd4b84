using System.Runtime.Intrinsics;
using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Simd;
using InfraFabric.Wasm.Tests.Binary;

namespace InfraFabric.Wasm.Tests.Compilation;

/// <summary>
/// A NaN that vector arithmetic makes is the canonical one wherever its bits are looked at, however it came there; one
/// that was only moved keeps its bits.
/// </summary>
public sealed class VectorNaNTests
{
    private const byte LocalGet = 0x20;
    private const byte LocalSet = 0x21;
    private const byte LocalTee = 0x22;

    private static readonly Vector128<byte> Payloads =
        Vector128.Create(0xFFC12345u, 0x7F800001u, 0x3F800000u, 0xFFF80001u).AsByte();

    private static readonly Vector128<byte> Canonical =
        Vector128.Create(0x7FC00000u, 0x7FC00000u, 0x40000000u, 0x7FC00000u).AsByte();

    private static readonly byte[] Sum = [LocalGet, 0, LocalGet, 0, .. Vector(Opcode.F32x4Add)];

    private static byte[] FirstLanes => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    public static TheoryData<string, byte[]> WaysOfASum => new()
    {
        { "result", Sum },
        { "local", [.. Sum, LocalSet, 1, LocalGet, 1] },
        { "tee", [.. Sum, LocalTee, 1] },
        { "bitwise", [.. Sum, LocalGet, 2, .. Vector(Opcode.V128Or)] },
        { "local and bitwise", [.. Sum, LocalSet, 1, LocalGet, 1, LocalGet, 2, .. Vector(Opcode.V128Xor)] },
        { "sign", [.. Sum, .. Vector(Opcode.F32x4Neg), .. Vector(Opcode.F32x4Neg)] },
        { "shuffle", [.. Sum, LocalGet, 2, .. Vector(Opcode.I8x16Shuffle), .. FirstLanes] },
        { "block", [0x02, 0x7B, .. Sum, 0x0C, 0, 0x0B] },
        { "conditional branch", [0x02, 0x7B, .. Sum, 0x41, 1, 0x0D, 0, 0x0B] },
        { "select", [.. Sum, LocalGet, 2, 0x41, 1, 0x1B] },
        { "memory", [0x41, 0, .. Sum, .. Vector(Opcode.V128Store), 0, 0, 0x41, 0, .. Vector(Opcode.V128Load), 0, 0] },
        { "local of a loop", [0x03, 0x40, .. Sum, LocalSet, 1, 0x0B, LocalGet, 1] },
        { "local that takes both kinds", [.. Sum, LocalSet, 1, LocalGet, 1, .. Vector(Opcode.F64x2Abs), 0x1A,
            LocalGet, 2, LocalGet, 2, .. Vector(Opcode.F64x2Add), LocalSet, 1, .. Sum, LocalSet, 1, LocalGet, 1] },
    };

    [Theory]
    [MemberData(nameof(WaysOfASum))]
    public void Sum_OnAnyWay_HasCanonicalNaNs(string way, byte[] code) =>
        Run(code).ShouldBe(Canonical, way);

    [Fact]
    public void Sum_TakenAsLanesOfTheOtherKind_IsCanonicalBefore()
    {
        byte[] code = [.. Sum, LocalGet, 2, .. Vector(Opcode.F64x2Add)];

        Run(code).ShouldBe(FloatLanes<double>.Canonical(Lanes<double>.Add(Canonical, default)));
    }

    [Fact]
    public void Lane_OfASum_IsCanonical()
    {
        byte[] code = [.. Sum, .. Vector(Opcode.F32x4ExtractLane), 0, 0xBC, .. Vector(Opcode.I32x4Splat)];

        Run(code).ShouldBe(Vector128.Create(0x7FC00000).AsByte());
    }

    [Fact]
    public void Payload_ThatIsOnlyMoved_StaysThroughALocalOfSums()
    {
        byte[] code = [.. Sum, LocalSet, 1, LocalGet, 0, LocalSet, 1, LocalGet, 1];

        Run(code).ShouldBe(Payloads);
    }

    private static Vector128<byte> Run(byte[] code)
    {
        using var store = new Store();
        var module = new ModuleBytes().Type([ModuleBytes.V128], [ModuleBytes.V128]).Memory(1)
            .FunctionWithLocals(0, [1, 2, ModuleBytes.V128], code).Export("f", 0, 0);
        var function = new Linker().Instantiate(store, Module.Load(module.ToArray())).GetFunction("f");
        return function.Invoke(Value.FromV128(Payloads)).ShouldHaveSingleItem().V128;
    }

    private static byte[] Vector(Opcode opcode) => [0xFD, .. ModuleBytes.U32((uint)opcode & 0xFF)];
}
