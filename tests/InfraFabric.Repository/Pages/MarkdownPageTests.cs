namespace InfraFabric.Repository.Pages;

public sealed class MarkdownPageTests
{
    [Fact]
    public void BrokenLinks_OfAllPages_AreNone() =>
        MarkdownPage.All().SelectMany(page => page.BrokenLinks()).ShouldBeEmpty();

    [Theory]
    [InlineData("[a](../LICENSE)")]
    [InlineData("[a](../docs)")]
    [InlineData("[a](reference/errors.md#over-http)")]
    [InlineData("[a](#its-own-heading)\n\n# Its own heading")]
    [InlineData("[a](https://example.org/x)")]
    [InlineData("`[a](in-code.md)`")]
    public void BrokenLinks_TargetIsThere_AreNone(string text) =>
        new MarkdownPage("docs/page.md", text).BrokenLinks().ShouldBeEmpty();

    [Theory]
    [InlineData("[a](LICENSE)", "LICENSE")]
    [InlineData("![a](no.png)", "no.png")]
    [InlineData("[a](reference/errors.md#no-such-heading)", "reference/errors.md#no-such-heading")]
    [InlineData("[a](no.md#x)", "no.md#x")]
    [InlineData("[a](#no)", "#no")]
    [InlineData("[a](../../outside)", "../../outside")]
    public void BrokenLinks_TargetIsMissing_NameIt(string text, string link) =>
        new MarkdownPage("docs/page.md", text).BrokenLinks()
            .ShouldBe([$"docs/page.md: the link to {link} leads nowhere"]);
}
