using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Tests.Binary;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests.Validation;

/// <summary>Globals, tables, segments and references to functions.</summary>
public sealed class ReferenceTests
{
    private const byte I32Const = 0x41;
    private const byte Drop = 0x1A;

    public static TheoryData<string, byte[]> GoodCode => new()
    {
        { "get global", [0x23, 0, Drop] },
        { "set global", [0x42, 1, 0x24, 1] },
        { "get element", [I32Const, 0, 0x25, 1, 0xD1, Drop] },
        { "set element", [I32Const, 0, 0xD0, ExternRef, 0x26, 1] },
        { "grow table", [0xD0, FuncRef, I32Const, 1, 0xFC, 15, 0, Drop] },
        { "fill table", [I32Const, 0, 0xD0, ExternRef, I32Const, 1, 0xFC, 17, 1] },
        { "copy table", [I32Const, 0, I32Const, 0, I32Const, 0, 0xFC, 14, 0, 0] },
        { "initialise table", [I32Const, 0, I32Const, 0, I32Const, 0, 0xFC, 12, 0, 0] },
        { "size of table", [0xFC, 16, 1, Drop] },
        { "drop elements", [0xFC, 13, 0] },
        { "initialise memory", [I32Const, 0, I32Const, 0, I32Const, 0, 0xFC, 8, 0, 0] },
        { "copy memory", [I32Const, 0, I32Const, 0, I32Const, 0, 0xFC, 10, 0, 0] },
        { "fill memory", [I32Const, 0, I32Const, 0, I32Const, 0, 0xFC, 11, 0] },
        { "drop data", [0xFC, 9, 0] },
        { "call indirect", [I32Const, 0, 0x11, 0, 0] },
        { "reference to a declared function", [0xD2, 0, Drop] },
    };

    public static TheoryData<string, byte[]> BadCode => new()
    {
        { "global is immutable", [I32Const, 0, 0x24, 0] },
        { "type mismatch", [I32Const, 0, 0x24, 1] },
        { "type mismatch", [I32Const, 0, 0xD0, FuncRef, 0x26, 1] },
        { "type mismatch", [I32Const, 0, I32Const, 0, I32Const, 0, 0xFC, 14, 0, 1] },
        { "type mismatch", [I32Const, 0, I32Const, 0, I32Const, 0, 0xFC, 12, 0, 1] },
        { "type mismatch", [I32Const, 0, 0x11, 0, 1] },
        { "type mismatch", [I32Const, 0, 0xD1, Drop] },
        { "unknown data segment 1", [0xFC, 9, 1] },
        { "unknown elem segment 1", [0xFC, 13, 1] },
        { "undeclared function reference", [0xD2, 1, Drop] },
    };

    [Theory]
    [MemberData(nameof(GoodCode))]
    public void ValidateBody_GoodCode_Loads(string what, byte[] code) =>
        Module(code).Read().Bodies.Length.ShouldBe(1, what);

    [Theory]
    [MemberData(nameof(BadCode))]
    public void ValidateBody_BadCode_IsInvalid(string reason, byte[] code)
    {
        var refusal = Module(code).Refusal();

        refusal.Fault.ShouldBe(ModuleFault.Invalid);
        refusal.Reason.ShouldStartWith(reason);
    }

    [Fact]
    public void ValidateBody_DataNamedWithoutACount_IsMalformedWhenThereIsData()
    {
        var module = OfFunction([], [], 0xFC, 9, 0).Add(SectionId.Data, 1, 0);

        var refusal = module.Refusal();

        (refusal.Fault, refusal.Reason).ShouldBe((ModuleFault.Malformed, "data count section required"));
    }

    [Theory]
    [InlineData("export")]
    [InlineData("global")]
    [InlineData("segment")]
    public void ValidateBody_FunctionNamedOutsideOfCode_MayBeReferredTo(string place)
    {
        var module = OfFunction([], [], 0xD2, 0, Drop);
        _ = place switch
        {
            "export" => module.Export("f", 0, 0),
            "global" => module.Global(FuncRef, false, 0xD2, 0),
            _ => module.Add(SectionId.Element, 3, 0, 1, 0),
        };

        module.Read().Bodies.Length.ShouldBe(1);
    }

    [Fact]
    public void ValidateBody_AccessWithoutMemory_IsInvalid() =>
        new ModuleBytes().Type([], []).Function(0, I32Const, 0, 0x28, 0, 0, Drop)
            .Refusal().Reason.ShouldBe("unknown memory 0");

    /// <summary>Two globals, two tables of two kinds, one segment each, and function 0 declared.</summary>
    private static ModuleBytes Module(byte[] code) => new ModuleBytes()
        .Type([], [])
        .ImportFunction(0)
        .Function(0, code)
        .Memory(1)
        .Table(FuncRef, 1).Table(ExternRef, 1)
        .Global(I32, false, I32Const, 0).Global(I64, true, 0x42, 0)
        .Add(SectionId.Element, 1, 0, 1, 0)
        .Add(SectionId.DataCount, 1)
        .Add(SectionId.Data, 1, 0);
}
