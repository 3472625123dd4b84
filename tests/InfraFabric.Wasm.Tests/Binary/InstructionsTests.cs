using InfraFabric.Wasm.Binary;

namespace InfraFabric.Wasm.Tests.Binary;

/// <summary>The table of instructions against the list of opcodes, and at both ends of its families.</summary>
public sealed class InstructionsTests
{
    public static TheoryData<ushort> Numbers =>
        [.. new[] { 0, 0xFC00, 0xFD00 }.SelectMany(first => Enumerable.Range(first, 256)).Select(n => (ushort)n)];

    [Theory]
    [MemberData(nameof(Numbers), DisableDiscoveryEnumeration = true)]
    public void Of_AnyNumber_IsDefinedWhenItIsAnOpcode(ushort number) =>
        Instructions.Of((Opcode)number).IsDefined.ShouldBe(Enum.IsDefined((Opcode)number));

    [Theory]
    [InlineData(nameof(Opcode.Nop), " -> ")]
    [InlineData(nameof(Opcode.I32Eqz), "I32 -> I32")]
    [InlineData(nameof(Opcode.I32GeU), "I32 I32 -> I32")]
    [InlineData(nameof(Opcode.I64Eqz), "I64 -> I32")]
    [InlineData(nameof(Opcode.I64Eq), "I64 I64 -> I32")]
    [InlineData(nameof(Opcode.F32Ge), "F32 F32 -> I32")]
    [InlineData(nameof(Opcode.F64Eq), "F64 F64 -> I32")]
    [InlineData(nameof(Opcode.I32Popcnt), "I32 -> I32")]
    [InlineData(nameof(Opcode.I32Rotr), "I32 I32 -> I32")]
    [InlineData(nameof(Opcode.I64Clz), "I64 -> I64")]
    [InlineData(nameof(Opcode.I64Add), "I64 I64 -> I64")]
    [InlineData(nameof(Opcode.F32Sqrt), "F32 -> F32")]
    [InlineData(nameof(Opcode.F32Copysign), "F32 F32 -> F32")]
    [InlineData(nameof(Opcode.F64Abs), "F64 -> F64")]
    [InlineData(nameof(Opcode.F64Add), "F64 F64 -> F64")]
    [InlineData(nameof(Opcode.I32WrapI64), "I64 -> I32")]
    [InlineData(nameof(Opcode.F32ConvertI64U), "I64 -> F32")]
    [InlineData(nameof(Opcode.F64PromoteF32), "F32 -> F64")]
    [InlineData(nameof(Opcode.I64ReinterpretF64), "F64 -> I64")]
    [InlineData(nameof(Opcode.I64Extend32S), "I64 -> I64")]
    [InlineData(nameof(Opcode.I64TruncSatF32U), "F32 -> I64")]
    [InlineData(nameof(Opcode.I64TruncSatF64S), "F64 -> I64")]
    [InlineData(nameof(Opcode.MemoryGrow), "I32 -> I32")]
    [InlineData(nameof(Opcode.MemoryFill), "I32 I32 I32 -> ")]
    [InlineData(nameof(Opcode.TableSize), " -> I32")]
    [InlineData(nameof(Opcode.RefFunc), " -> FuncRef")]
    [InlineData(nameof(Opcode.V128Store), "I32 V128 -> ")]
    [InlineData(nameof(Opcode.V128Load8Lane), "I32 V128 -> V128")]
    [InlineData(nameof(Opcode.V128Store64Lane), "I32 V128 -> ")]
    [InlineData(nameof(Opcode.I32x4Splat), "I32 -> V128")]
    [InlineData(nameof(Opcode.F64x2Splat), "F64 -> V128")]
    [InlineData(nameof(Opcode.I8x16ExtractLaneU), "V128 -> I32")]
    [InlineData(nameof(Opcode.I8x16ReplaceLane), "V128 I32 -> V128")]
    [InlineData(nameof(Opcode.F64x2ExtractLane), "V128 -> F64")]
    [InlineData(nameof(Opcode.F64x2ReplaceLane), "V128 F64 -> V128")]
    [InlineData(nameof(Opcode.I8x16Eq), "V128 V128 -> V128")]
    [InlineData(nameof(Opcode.V128Not), "V128 -> V128")]
    [InlineData(nameof(Opcode.V128Bitselect), "V128 V128 V128 -> V128")]
    [InlineData(nameof(Opcode.V128AnyTrue), "V128 -> I32")]
    [InlineData(nameof(Opcode.I16x8Bitmask), "V128 -> I32")]
    [InlineData(nameof(Opcode.I64x2ShrU), "V128 I32 -> V128")]
    [InlineData(nameof(Opcode.I16x8Q15mulrSatS), "V128 V128 -> V128")]
    [InlineData(nameof(Opcode.I32x4ExtendHighI16x8U), "V128 -> V128")]
    [InlineData(nameof(Opcode.F32x4Pmax), "V128 V128 -> V128")]
    [InlineData(nameof(Opcode.F64x2ConvertLowI32x4U), "V128 -> V128")]
    public void Of_APlainInstruction_TakesAndGives(string opcode, string signature)
    {
        var instruction = Instructions.Of(Enum.Parse<Opcode>(opcode));

        instruction.IsPlain.ShouldBeTrue();
        var taken = new[] { instruction.First, instruction.Second, instruction.Third }.Where(kind => kind != default);
        var given = new[] { instruction.Result }.Where(kind => kind != default);
        $"{string.Join(' ', taken)} -> {string.Join(' ', given)}".ShouldBe(signature);
    }

    [Theory]
    [InlineData(nameof(Opcode.I32Store8), 0)]
    [InlineData(nameof(Opcode.I64Load32U), 2)]
    [InlineData(nameof(Opcode.F64Load), 3)]
    [InlineData(nameof(Opcode.V128Load), 4)]
    [InlineData(nameof(Opcode.V128Load16x4U), 3)]
    [InlineData(nameof(Opcode.V128Load32Splat), 2)]
    [InlineData(nameof(Opcode.V128Store64Lane), 3)]
    [InlineData(nameof(Opcode.V128Load32Zero), 2)]
    public void Of_AnAccess_HasItsNaturalAlignment(string opcode, byte alignment) =>
        Instructions.Of(Enum.Parse<Opcode>(opcode)).Alignment.ShouldBe(alignment);

    [Theory]
    [InlineData(nameof(Opcode.I8x16ExtractLaneS), 16)]
    [InlineData(nameof(Opcode.I16x8ReplaceLane), 8)]
    [InlineData(nameof(Opcode.F32x4ExtractLane), 4)]
    [InlineData(nameof(Opcode.I64x2ReplaceLane), 2)]
    [InlineData(nameof(Opcode.V128Load8Lane), 16)]
    [InlineData(nameof(Opcode.V128Store64Lane), 2)]
    public void Of_ALaneInstruction_HasItsLanes(string opcode, byte lanes) =>
        Instructions.Of(Enum.Parse<Opcode>(opcode)).LaneCount.ShouldBe(lanes);
}
