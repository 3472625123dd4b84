using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Tests;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("plain\ttext\nin lines ünd mehr", "plain\ttext\nin lines ünd mehr")]
    [InlineData("\u001b[2Jgone", "\\u001b[2Jgone")]
    [InlineData("over\rwritten", "over\\u000dwritten")]
    [InlineData("\u009b31m", "\\u009b31m")]
    [InlineData("a\u202eb", "a\\u202eb")]
    [InlineData("a\u2066b", "a\\u2066b")]
    public void Of_TextThatCouldHarmATerminal_SpellsItOut(string text, string safe) => SafeText.Of(text).ShouldBe(safe);

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(5L << 40, "5 TiB")]
    [InlineData(5000L << 40, "5000 TiB")]
    public void Of_ANumberOfBytes_HasAUnit(long bytes, string text) => ByteText.Of(bytes).ShouldBe(text);
}
