using FsCheck;
using FsCheck.Fluent;
using InfraFabric.Core.Config;

namespace InfraFabric.Core.Tests.Config;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("0s", 0)]
    [InlineData("250ms", 250)]
    [InlineData("30s", 30_000)]
    [InlineData("5m", 300_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("7d", 604_800_000)]
    public void TryParse_NumberAndUnit_IsRead(string text, long milliseconds)
    {
        DurationText.TryParse(text, out var duration).ShouldBeTrue();

        duration.ShouldBe(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("+5s")]
    [InlineData("5 s")]
    [InlineData("5S")]
    [InlineData("1.5s")]
    [InlineData("5sec")]
    [InlineData("00:05:00")]
    [InlineData("9999999999d")]
    [InlineData("99999999999999999999s")]
    public void TryParse_AnythingElse_IsRefused(string text) =>
        DurationText.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Print_AnyWholeMilliseconds_ReadsBack() =>
        Prop.ForAll<uint>(milliseconds =>
        {
            var duration = TimeSpan.FromMilliseconds(milliseconds);
            return DurationText.TryParse(DurationText.Print(duration), out var read) && read == duration;
        }).QuickCheckThrowOnFailure();
}
