using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Types;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests.Binary;

/// <summary>The sections of a module: what they hold, their order, sizes and agreement.</summary>
public sealed class ModuleReaderTests
{
    private const byte I32Const = 0x41;

    [Fact]
    public void Read_ModuleWithAllSections_HoldsWhatTheySay()
    {
        var module = new ModuleBytes()
            .Type([I32, F64], [I64]).Type([], [])
            .ImportFunction(0).Import(1, FuncRef, 1, 20, 20).Import(2, 0, 1).Import(3, I32, 0)
            .Function(1).Function(1)
            .Table(ExternRef, 5)
            .Global(V128, true, [0xFD, 12, .. new byte[16]])
            .Export("f", 0, 2).Export("t", 1, 1).Export("m", 2, 0).Export("g", 3, 1)
            .Add(SectionId.Start, 1)
            .Add(SectionId.Element, 0, I32Const, 3, End, 2, 0, 1)
            .Add(SectionId.Element, 5, ExternRef, 1, 0xD0, ExternRef, End)
            .Add(SectionId.Element, 3, 0, 1, 2)
            .Add(SectionId.DataCount, 2)
            .Add(SectionId.Data, 0, I32Const, 8, End, 2, 0xAA, 0xBB)
            .Add(SectionId.Data, 1, 1, 0xCC)
            .Custom("note", 1, 2, 3)
            .Read();

        module.Types[0].ToString().ShouldBe("(i32, f64) -> (i64)");
        module.Imports.Length.ShouldBe(4);
        (module.ImportedFunctions, module.ImportedTables, module.ImportedMemories, module.ImportedGlobals)
            .ShouldBe((1, 1, 1, 1));
        module.Functions.ShouldBe([0, 1, 1]);
        module.Tables.ShouldBe(
        [
            new TableType(ValueKind.FuncRef, new SizeRange(20, 20)),
            new TableType(ValueKind.ExternRef, new SizeRange(5, null)),
        ]);
        module.Memories.ShouldBe([new MemoryType(new SizeRange(1, null))]);
        module.Globals.ShouldBe([new GlobalType(ValueKind.I32, false), new GlobalType(ValueKind.V128, true)]);
        module.Initializers[0].Length.ShouldBe(19);
        module.Exports.Select(export => (export.Name, export.Index))
            .ShouldBe([("f", 2), ("t", 1), ("m", 0), ("g", 1)]);
        module.Start.ShouldBe(1);
        module.Elements.Select(segment => segment.Mode)
            .ShouldBe([SegmentMode.Active, SegmentMode.Passive, SegmentMode.Declarative]);
        module.Elements[0].Functions.ShouldBe([0, 1]);
        module.Elements[1].Expressions!.Length.ShouldBe(1);
        module.Bytes.AsSpan(module.Data[0].Start, module.Data[0].Length).ToArray().ShouldBe([0xAA, 0xBB]);
        module.Data[1].Mode.ShouldBe(SegmentMode.Passive);
        module.Bodies.ShouldAllBe(body => body.Length == 2);
        module.CustomSections.ShouldHaveSingleItem().Length.ShouldBe(3);
    }

    [Fact]
    public void Read_OnlyThePreamble_IsAnEmptyModule() => new ModuleBytes().Read().Functions.ShouldBeEmpty();

    [Theory]
    [InlineData(new byte[] { 0, 0x61, 0x73 }, "unexpected end of section or function")]
    [InlineData(new byte[] { 1, 0x61, 0x73, 0x6D, 1, 0, 0, 0 }, "magic header not detected")]
    [InlineData(new byte[] { 0, 0x61, 0x73, 0x6D, 2, 0, 0, 0 }, "unknown binary version")]
    public void Read_NoPreamble_IsMalformed(byte[] bytes, string reason)
    {
        var refusal = RefusalOf(bytes);

        (refusal.Fault, refusal.Reason).ShouldBe((ModuleFault.Malformed, reason));
    }

    [Theory]
    [InlineData("unknown id", "malformed section id", new byte[] { 13, 0 })]
    [InlineData("twice", "unexpected content after last section", new byte[] { 1, 1, 0, 1, 1, 0 })]
    [InlineData("out of order", "unexpected content after last section", new byte[] { 3, 1, 0, 1, 1, 0 })]
    [InlineData("count behind code", "unexpected content after last section", new byte[] { 10, 1, 0, 12, 1, 0 })]
    [InlineData("count before elements", "unexpected content after last section", new byte[] { 12, 1, 0, 9, 1, 0 })]
    [InlineData("too short a section", "section size mismatch", new byte[] { 1, 2, 0, 0 })]
    [InlineData("beyond the module", "length out of bounds", new byte[] { 1, 2, 0 })]
    [InlineData("beyond the section", "length out of bounds", new byte[] { 1, 1, 1, 0x60, 0, 0 })]
    [InlineData("no code", "function and code section have inconsistent lengths",
        new byte[] { 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0 })]
    [InlineData("no function", "function and code section have inconsistent lengths",
        new byte[] { 10, 4, 1, 2, 0, 0x0B })]
    [InlineData("no data", "data count and data section have inconsistent lengths", new byte[] { 12, 1, 1 })]
    [InlineData("import kind", "malformed import kind", new byte[] { 2, 4, 1, 0, 0, 4 })]
    [InlineData("export kind", "malformed export kind", new byte[] { 7, 3, 1, 0, 4 })]
    [InlineData("function form", "malformed function type", new byte[] { 1, 4, 1, 0x5F, 0, 0 })]
    [InlineData("value kind", "malformed value type", new byte[] { 1, 5, 1, 0x60, 1, 0x7A, 0 })]
    [InlineData("table kind", "malformed reference type", new byte[] { 4, 4, 1, 0x7F, 0, 0 })]
    [InlineData("mutability", "malformed mutability", new byte[] { 6, 6, 1, 0x7F, 2, 0x41, 0, 0x0B })]
    [InlineData("limits", "malformed limits flags: integer too large", new byte[] { 5, 3, 1, 2, 0 })]
    [InlineData("element flags", "malformed elements segment kind", new byte[] { 9, 2, 1, 8 })]
    [InlineData("element kind", "malformed element kind", new byte[] { 9, 4, 1, 1, 1, 0 })]
    [InlineData("data flags", "malformed data segment kind", new byte[] { 11, 2, 1, 3 })]
    [InlineData("custom name", "malformed UTF-8 encoding", new byte[] { 0, 2, 1, 0xFF })]
    [InlineData("custom without name", "unexpected end of section or function", new byte[] { 0, 0 })]
    public void Read_BrokenSections_AreMalformed(string what, string reason, byte[] sections)
    {
        var refusal = RefusalOf([.. Preamble, .. sections]);

        (refusal.Fault, refusal.Reason).ShouldBe((ModuleFault.Malformed, reason), what);
    }

    [Theory]
    [InlineData("type of a function", "unknown type 0", new byte[] { 3, 2, 1, 0 })]
    [InlineData("type of an import", "unknown type 7", new byte[] { 2, 5, 1, 0, 0, 0, 7 })]
    [InlineData("exported function", "unknown function 0", new byte[] { 7, 4, 1, 0, 0, 0 })]
    [InlineData("exported table", "unknown table 0", new byte[] { 7, 4, 1, 0, 1, 0 })]
    [InlineData("exported memory", "unknown memory 0", new byte[] { 7, 4, 1, 0, 2, 0 })]
    [InlineData("exported global", "unknown global 0", new byte[] { 7, 4, 1, 0, 3, 0 })]
    [InlineData("two exports", "duplicate export name", new byte[] { 5, 3, 1, 0, 0, 7, 7, 2, 0, 2, 0, 0, 2, 0 })]
    [InlineData("start", "unknown function 0", new byte[] { 8, 1, 0 })]
    [InlineData("two memories", "multiple memories", new byte[] { 5, 5, 2, 0, 0, 0, 0 })]
    [InlineData("pages", "memory size must be at most 65536 pages (4GiB)", new byte[] { 5, 5, 1, 0, 0x81, 0x80, 0x04 })]
    [InlineData("range", "size minimum must not be greater than maximum", new byte[] { 4, 5, 1, 0x70, 1, 2, 1 })]
    [InlineData("table of elements", "unknown table 0", new byte[] { 9, 6, 1, 0, 0x41, 0, 0x0B, 0 })]
    [InlineData("memory of data", "unknown memory 0", new byte[] { 11, 6, 1, 0, 0x41, 0, 0x0B, 0 })]
    public void Read_WhatIsNotThere_IsInvalid(string what, string reason, byte[] sections)
    {
        var refusal = RefusalOf([.. Preamble, .. sections]);

        (refusal.Fault, refusal.Reason).ShouldBe((ModuleFault.Invalid, reason), what);
    }

    [Fact]
    public void Read_StartThatTakesValues_IsInvalid() =>
        new ModuleBytes().Type([I32], []).Function(0).Add(SectionId.Start, 0)
            .Refusal().Reason.ShouldStartWith("start function");

    [Fact]
    public void Read_ElementsOfAnotherKindThanTheirTable_AreInvalid() =>
        new ModuleBytes().Table(ExternRef, 1).Add(SectionId.Element, 0, I32Const, 0, End, 0)
            .Refusal().Reason.ShouldBe("type mismatch");

    [Fact]
    public void Read_CustomSectionsBetweenTheOthers_AreKeptInOrder()
    {
        var custom = Section(0, Name("a"));

        var module = ModuleReader.Read(
            [.. Preamble, .. custom, .. Section(1, 0), .. custom, .. Section(3, 0), .. Section(0, [.. Name("b"), 9])],
            ModuleOptions.Default);

        module.CustomSections.Select(section => section.Name).ShouldBe(["a", "a", "b"]);
    }
}
