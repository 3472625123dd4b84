using FsCheck;
using FsCheck.Fluent;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;

namespace InfraFabric.Core.Tests.Ids;

public sealed class TraceTokenTests
{
    [Fact]
    public void Parse_AnyPrintedToken_ReadsBack() =>
        Prop.ForAll<Guid>(value => TraceToken.Parse(TraceToken.From(value).ToString()) == TraceToken.From(value))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void New_TwoOfOneSource_Differ()
    {
        var ids = new IdSource(TimeProvider.System);

        TraceToken.New(ids).ShouldNotBe(TraceToken.New(ids));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0198c5a21f007abc8def0123456789ab")]
    [InlineData("0198C5A2-1F00-7ABC-8DEF-0123456789AB")]
    [InlineData("{0198c5a2-1f00-7abc-8def-0123456789ab}")]
    [InlineData(" 0198c5a2-1f00-7abc-8def-0123456789ab")]
    [InlineData("0198c5a2-1f00-7abc-8def-0123456789ab\n")]
    [InlineData("0198c5a2-1f00-7abc-8def-0123456789ag")]
    [InlineData("+198c5a2-1f00-7abc-8def-0123456789ab")]
    [InlineData("0x98c5a2-1f00-7abc-8def-0123456789ab")]
    public void Parse_AnotherForm_IsRefused(string text)
    {
        TraceToken.TryParse(text, out _).ShouldBeFalse();

        Should.Throw<FabricException>(() => TraceToken.Parse(text)).Error.ShouldBe(ErrorTable.IdInvalid);
    }
}
