using InfraFabric.Wasm.Tests.Binary;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests.Validation;

/// <summary>The stack of operands and the blocks of a function.</summary>
public sealed class CodeValidatorTests
{
    private const byte Void = 0x40;
    private const byte Unreachable = 0x00;
    private const byte Block = 0x02;
    private const byte Loop = 0x03;
    private const byte If = 0x04;
    private const byte Else = 0x05;
    private const byte Br = 0x0C;
    private const byte BrIf = 0x0D;
    private const byte BrTable = 0x0E;
    private const byte Return = 0x0F;
    private const byte Drop = 0x1A;
    private const byte Select = 0x1B;
    private const byte I32Const = 0x41;
    private const byte I64Const = 0x42;
    private const byte I32Add = 0x6A;
    private const byte I64Add = 0x7C;

    [Theory]
    [InlineData("values", new byte[] { I32Const, 1, I32Const, 2, I32Add })]
    [InlineData("block with a result", new byte[] { Block, I32, I32Const, 1, End })]
    [InlineData("if with else", new byte[] { I32Const, 1, If, I32, I32Const, 1, Else, I32Const, 2, End })]
    [InlineData("branch out with a value", new byte[] { Block, I32, I32Const, 1, Br, 0, End })]
    [InlineData("branch if keeps the value", new byte[] { Block, I32, I32Const, 1, I32Const, 0, BrIf, 0, End })]
    [InlineData("loop branches take parameters", new byte[] { Loop, I32, I32Const, 0, BrIf, 0, I32Const, 1, End })]
    [InlineData("table of branches", new byte[] { Block, I32, I32Const, 7, I32Const, 0, BrTable, 1, 0, 1, End })]
    [InlineData("return", new byte[] { I32Const, 1, Return })]
    [InlineData("return leaves more behind", new byte[] { I64Const, 1, I32Const, 1, Return })]
    [InlineData("unreachable gives anything", new byte[] { Unreachable })]
    [InlineData("unreachable takes anything", new byte[] { Unreachable, I32Add })]
    [InlineData("unreachable keeps what is known", new byte[] { Unreachable, I32Const, 1, I32Add })]
    [InlineData("unreachable select", new byte[] { Unreachable, Select })]
    [InlineData("unreachable select of one known", new byte[] { Unreachable, I32Const, 1, I32Const, 1, Select })]
    [InlineData("unreachable select, either kind", new byte[] { Unreachable, Select, Select, I32Add })]
    [InlineData("unreachable labels of two kinds",
        new byte[] { Block, I64, Block, I32, Unreachable, BrTable, 1, 0, 1, End, Return, End, Drop, I32Const, 1 })]
    [InlineData("a block inside unreachable code", new byte[] { Unreachable, Block, I64, I64Const, 1, End, Drop })]
    public void ValidateBody_GoodCode_Loads(string what, byte[] code)
    {
        var module = OfFunction([], [I32], code).Read();

        module.Bodies.Length.ShouldBe(1, what);
    }

    [Theory]
    [InlineData("nothing to give", new byte[0])]
    [InlineData("another kind", new byte[] { I64Const, 1 })]
    [InlineData("too much", new byte[] { I32Const, 1, I32Const, 1 })]
    [InlineData("operand missing", new byte[] { I32Const, 1, I32Add })]
    [InlineData("operand of another kind", new byte[] { I32Const, 1, I64Const, 1, I32Add })]
    [InlineData("operand of the block around", new byte[] { I32Const, 1, Block, I32, I32Const, 2, I32Add, End })]
    [InlineData("block without its result", new byte[] { Block, I32, End })]
    [InlineData("block with more than its result", new byte[] { Block, Void, I32Const, 1, End, I32Const, 1 })]
    [InlineData("if without else", new byte[] { I32Const, 1, If, I32, I32Const, 1, End })]
    [InlineData("else with another result", new byte[] { I32Const, 1, If, I32, I32Const, 1, Else, I64Const, 1, End })]
    [InlineData("branch without its value", new byte[] { Block, I32, Br, 0, End })]
    [InlineData("branch if to another kind", new byte[] { Block, I32, I64Const, 1, I32Const, 1, BrIf, 0, End })]
    [InlineData("labels of different arity",
        new byte[] { Block, Void, I32Const, 1, I32Const, 1, BrTable, 1, 0, 1, End, I32Const, 1 })]
    [InlineData("labels of different arity, unreachable",
        new byte[] { Block, Void, Unreachable, BrTable, 1, 0, 1, End, I32Const, 1 })]
    [InlineData("labels of two kinds",
        new byte[] { Block, I64, I32Const, 1, I32Const, 1, BrTable, 1, 1, 0, End, Drop, I32Const, 1 })]
    [InlineData("unreachable with a known wrong kind", new byte[] { Unreachable, I64Const, 1, I32Add })]
    [InlineData("unreachable and too much", new byte[] { Unreachable, I32Const, 1, I32Const, 1 })]
    [InlineData("what branch if passed is known", new byte[] { Unreachable, BrIf, 0, I64Add, Drop, I32Const, 1 })]
    [InlineData("the end of unreachable code is reached again", new byte[] { Block, Void, Unreachable, End, I32Add })]
    [InlineData(
        "unreachable select of another known kind", new byte[] { Unreachable, I64Const, 1, I32Const, 1, Select })]
    [InlineData("select of two kinds", new byte[] { I32Const, 1, I64Const, 1, I32Const, 1, Select })]
    public void ValidateBody_OperandsThatDoNotFit_AreInvalid(string what, byte[] code)
    {
        var refusal = OfFunction([], [I32], code).Refusal();

        refusal.Fault.ShouldBe(ModuleFault.Invalid, what);
        refusal.Reason.ShouldStartWith("type mismatch", customMessage: what);
    }

    [Theory]
    [InlineData("unknown label 1", new byte[] { Br, 1 })]
    [InlineData("unknown local 1", new byte[] { 0x20, 1 })]
    [InlineData("unknown global 0", new byte[] { 0x23, 0 })]
    [InlineData("unknown function 1", new byte[] { 0x10, 1 })]
    [InlineData("unknown type 1", new byte[] { Block, 1, End })]
    [InlineData("unknown type 9", new byte[] { I32Const, 0, 0x11, 9, 0 })]
    [InlineData("unknown table 0", new byte[] { I32Const, 0, 0x11, 0, 0 })]
    [InlineData("unknown elem segment 0", new byte[] { 0xFC, 13, 0 })]
    [InlineData("unknown data segment", new byte[] { 0xFC, 9, 0 })]
    [InlineData("alignment must not be larger than natural", new byte[] { I32Const, 0, 0x28, 3, 0, Drop })]
    [InlineData("invalid result arity", new byte[] { 0x1C, 2, I32, I32 })]
    [InlineData("undeclared function reference", new byte[] { 0xD2, 0, Drop })]
    [InlineData("invalid lane index", new byte[] { 0x20, 0, 0xFD, 15, 0xFD, 21, 16, Drop })]
    public void ValidateBody_WhatIsNotThere_IsInvalid(string reason, byte[] code)
    {
        var refusal = OfFunction([I32], [], code).Refusal();

        (refusal.Fault, refusal.Reason).ShouldBe((ModuleFault.Invalid, reason));
    }

    [Theory]
    [InlineData("illegal opcode", new byte[] { 0x06 })]
    [InlineData("illegal opcode", new byte[] { 0xFE, 0 })]
    [InlineData("illegal opcode", new byte[] { 0xFC, 18 })]
    [InlineData("illegal opcode", new byte[] { 0xFD, 0x9A, 0x01 })]
    [InlineData("illegal opcode", new byte[] { 0xFD, 0x80, 0x02 })]
    [InlineData("illegal opcode", new byte[] { 0x12, 0 })]
    [InlineData("END opcode expected", new byte[] { Else })]
    [InlineData("zero byte expected", new byte[] { 0x3F, 1 })]
    [InlineData("malformed memop flags", new byte[] { I32Const, 0, 0x28, 32, 0 })]
    [InlineData("malformed block type", new byte[] { Block, 0x41 })]
    [InlineData("malformed block type", new byte[] { Block, 0xFF, 0x7F })]
    [InlineData("section size mismatch: END opcode expected", new byte[] { End })]
    [InlineData("unexpected end of section or function", new byte[] { Block, Void })]
    public void ValidateBody_BrokenCode_IsMalformed(string reason, byte[] code)
    {
        var refusal = OfFunction([], [], code).Refusal();

        (refusal.Fault, refusal.Reason).ShouldBe((ModuleFault.Malformed, reason));
    }

    [Fact]
    public void ValidateBody_Fault_SaysWhichInstruction()
    {
        var module = OfFunction([], [], 0x01, 0x01, Drop);

        var offset = module.Refusal().Offset;

        module.ToArray()[offset].ShouldBe(Drop);
    }

    [Fact]
    public void ValidateBody_BlockWithATypeOfTheModule_TakesAndGivesIt()
    {
        var module = new ModuleBytes().Type([I32, I64], [I64, I32]).Type([], []);

        module.Function(1, I32Const, 1, I64Const, 1, Block, 0, Drop, Drop, I64Const, 1, I32Const, 1, End, Drop, Drop);

        module.Read().Bodies.Length.ShouldBe(1);
    }

    [Fact]
    public void ValidateBody_IfWithoutElseThatGivesWhatItTakes_Loads() =>
        new ModuleBytes().Type([I32], [I32]).Function(0, 0x20, 0, 0x20, 0, If, 0, End).Read();

    [Fact]
    public void ValidateBody_ShuffleOfTheLastLane_Loads() => Shuffle(31).Read().Bodies.Length.ShouldBe(1);

    [Fact]
    public void ValidateBody_ShuffleBeyondTheLastLane_IsInvalid() =>
        Shuffle(32).Refusal().Reason.ShouldBe("invalid lane index");

    [Theory]
    [InlineData("both known", new byte[] { 0xD0, FuncRef, 0xD0, FuncRef, I32Const, 1, Select, Drop })]
    [InlineData("one known", new byte[] { Unreachable, 0xD0, ExternRef, I32Const, 1, Select, Drop })]
    public void ValidateBody_SelectOfReferencesWithoutKind_IsInvalid(string what, byte[] code) =>
        OfFunction([], [], code).Refusal().Reason.ShouldStartWith("type mismatch", customMessage: what);

    [Fact]
    public void ValidateBody_SelectOfReferencesWithKind_Loads() =>
        OfFunction([], [], 0xD0, FuncRef, 0xD0, FuncRef, I32Const, 1, 0x1C, 1, FuncRef, Drop).Read();

    [Fact]
    public void ValidateBody_TailCalls_LoadWhenAskedFor()
    {
        var module = OfFunction([], [I32], 0x12, 0);

        module.Read(new ModuleOptions { Features = ModuleFeatures.TailCalls }).Bodies.Length.ShouldBe(1);
        module.Refusal().Reason.ShouldBe("illegal opcode");
    }

    [Fact]
    public void ValidateBody_TailCallWithOtherResults_IsInvalid()
    {
        var module = new ModuleBytes().Type([], [I32]).Type([], [I64]).Function(0, 0x12, 1).Function(1, I64Const, 0);

        var refusal = module.Refusal(new ModuleOptions { Features = ModuleFeatures.TailCalls });

        refusal.Reason.ShouldStartWith("type mismatch");
    }

    private static ModuleBytes Shuffle(byte lane) =>
        OfFunction([V128], [V128], [0x20, 0, 0x20, 0, 0xFD, 13, .. new byte[15], lane]);
}
