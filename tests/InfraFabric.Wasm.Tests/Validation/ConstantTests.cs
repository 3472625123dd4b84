using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Tests.Binary;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests.Validation;

/// <summary>What globals and segments begin with.</summary>
public sealed class ConstantTests
{
    private const byte I32Const = 0x41;
    private const byte GlobalGet = 0x23;
    private const byte I32Add = 0x6A;

    private static readonly ModuleOptions Extended = new() { Features = ModuleFeatures.ExtendedConstants };

    public static TheoryData<byte, byte[]> Good => new()
    {
        { I32, [I32Const, 5] },
        { I64, [0x42, 5] },
        { F32, [0x43, 0, 0, 0, 0] },
        { F64, [0x44, 0, 0, 0, 0, 0, 0, 0, 0] },
        { V128, [0xFD, 12, .. new byte[16]] },
        { FuncRef, [0xD0, FuncRef] },
        { ExternRef, [0xD0, ExternRef] },
        { FuncRef, [0xD2, 0] },
        { I32, [GlobalGet, 0] },
    };

    public static TheoryData<string, byte[]> Bad => new()
    {
        { "type mismatch", [] },
        { "type mismatch", [0x42, 5] },
        { "type mismatch", [I32Const, 1, I32Const, 1] },
        { "unknown function 9", [0xD2, 9] },
        { "unknown global 2", [GlobalGet, 2] },
        { "constant expression required", [GlobalGet, 1] },
        { "constant expression required", [I32Const, 1, I32Const, 1, I32Add] },
        { "constant expression required", [0x00] },
        { "constant expression required", [0x02, 0x40, End] },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void ValidateConstant_OfItsKind_Loads(byte kind, byte[] code) =>
        Module().Global(kind, false, code).Read().Initializers.ShouldHaveSingleItem().Length.ShouldBe(code.Length + 1);

    [Theory]
    [MemberData(nameof(Bad))]
    public void ValidateConstant_NotConstant_IsInvalid(string reason, byte[] code)
    {
        var refusal = Module().Global(I32, false, code).Refusal();

        refusal.Fault.ShouldBe(ModuleFault.Invalid);
        refusal.Reason.ShouldStartWith(reason);
    }

    [Fact]
    public void ValidateConstant_UnknownOpcode_IsMalformed() =>
        Module().Global(I32, false, 0x06).Refusal().Fault.ShouldBe(ModuleFault.Malformed);

    [Fact]
    public void ValidateConstant_Arithmetic_LoadsWhenAskedFor()
    {
        var module = Module().Global(I32, false, GlobalGet, 0, I32Const, 2, I32Add, I32Const, 3, 0x6C);

        module.Read(Extended).Initializers.Length.ShouldBe(1);
        module.Refusal().Reason.ShouldBe("constant expression required");
    }

    [Fact]
    public void ValidateConstant_GlobalBefore_LoadsWhenAskedFor()
    {
        var module = Module().Global(I32, false, I32Const, 1).Global(I32, false, GlobalGet, 2);

        module.Read(Extended).Initializers.Length.ShouldBe(2);
        module.Refusal().Reason.ShouldBe("unknown global 2");
    }

    [Fact]
    public void ValidateConstant_GlobalBehind_IsUnknown() =>
        Module().Global(I32, false, GlobalGet, 3).Global(I32, false, I32Const, 1)
            .Refusal(Extended).Reason.ShouldBe("unknown global 3");

    [Fact]
    public void ValidateConstant_OffsetOfAnotherKind_IsInvalid() =>
        Module().Memory(1).Add(SectionId.Data, 0, 0x42, 0, End, 0).Refusal().Reason.ShouldStartWith("type mismatch");

    /// <summary>A constant and a variable are imported, and a function.</summary>
    private static ModuleBytes Module() =>
        new ModuleBytes().Type([], []).ImportFunction(0).Import(3, I32, 0).Import(3, I32, 1);
}
