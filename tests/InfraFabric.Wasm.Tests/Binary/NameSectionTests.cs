using InfraFabric.Wasm.Binary;

namespace InfraFabric.Wasm.Tests.Binary;

/// <summary>The custom section of names.</summary>
public sealed class NameSectionTests
{
    private static readonly byte[] Functions =
        [2, .. ModuleBytes.U32(0), .. ModuleBytes.Name("first"), 1, .. ModuleBytes.Name("second")];

    [Fact]
    public void FunctionName_NamesPresent_GivesThem()
    {
        var names = Names(
            [.. ModuleBytes.Section(0, ModuleBytes.Name("sample")), .. ModuleBytes.Section(1, Functions)]);

        names.ModuleName.ShouldBe("sample");
        names.FunctionName(0).ShouldBe("first");
        names.FunctionName(1).ShouldBe("second");
        names.FunctionName(2).ShouldBeNull();
    }

    [Fact]
    public void FunctionName_OtherPartsAndIndicesBeyondTheModule_AreSkipped()
    {
        var names = Names(
            [.. ModuleBytes.Section(9, 1, 2, 3), .. ModuleBytes.Section(1, [1, 77, .. ModuleBytes.Name("far")])]);

        names.FunctionName(77).ShouldBeNull();
    }

    [Theory]
    [InlineData(new byte[] { 1, 200 })]
    [InlineData(new byte[] { 1, 4, 1, 0, 1, 0xFF })]
    [InlineData(new byte[] { 1, 5, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F })]
    [InlineData(new byte[] { 0x80 })]
    public void FunctionName_BrokenSection_IsNone(byte[] content)
    {
        var names = Names([.. ModuleBytes.Section(1, Functions), .. content]);

        names.FunctionName(0).ShouldBeNull();
        names.ModuleName.ShouldBeNull();
    }

    [Fact]
    public void FunctionName_NoSection_IsNone() =>
        new NameSection(new ModuleBytes().Read()).FunctionName(0).ShouldBeNull();

    private static NameSection Names(byte[] content) =>
        new(new ModuleBytes().Type([], []).Function(0).Function(0).Custom("name", content).Read());
}
